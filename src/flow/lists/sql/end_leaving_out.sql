-- Nothing is left to be left out, or it cannot be any more.
DELETE FROM list_leaving_out
 WHERE practice_id = ?1
   AND list_id = ?2
   AND code = ?3
