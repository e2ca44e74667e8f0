-- A row that was left out is refused again.
UPDATE list_refused_rows
   SET state = 'refused'
 WHERE practice_id = ?1
   AND list_id = ?2
   AND row_number = ?3
   AND state = 'left_out'
