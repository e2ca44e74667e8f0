-- A refused row is dealt with.
UPDATE list_refused_rows
   SET state = ?4
 WHERE practice_id = ?1
   AND list_id = ?2
   AND row_number = ?3
   AND state = 'refused'
