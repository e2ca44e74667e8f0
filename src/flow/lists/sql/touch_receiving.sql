-- Rows are coming; 0 rows when the list was abandoned meanwhile.
UPDATE patient_lists
   SET received_at = ?3
 WHERE practice_id = ?1
   AND list_id = ?2
   AND state = 'receiving'
