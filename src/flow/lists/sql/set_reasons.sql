-- A row stays refused, for another reason.
UPDATE list_refused_rows
   SET reasons = ?4
 WHERE practice_id = ?1
   AND list_id = ?2
   AND row_number = ?3
