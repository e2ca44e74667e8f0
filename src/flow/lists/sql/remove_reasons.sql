-- The reasons of a row that is refused no longer, or for another one.
DELETE FROM list_reasons
 WHERE practice_id = ?1
   AND list_id = ?2
   AND code = ?3
   AND row_number = ?4
