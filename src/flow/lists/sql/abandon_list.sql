-- A list whose first file was given up, or a draft that nobody wants; its files free their keys.
UPDATE patient_lists
   SET state = 'abandoned'
 WHERE practice_id = ?1
   AND list_id = ?2
   AND state = ?3
