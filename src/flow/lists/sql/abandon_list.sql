-- Gives up a list that is still being stored.
UPDATE patient_lists
   SET state = 'abandoned'
 WHERE practice_id = ?1
   AND list_id = ?2
   AND state = 'receiving'
