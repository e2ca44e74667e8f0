-- The last patient of a deleted list is gone.
UPDATE patient_lists
   SET state = 'deleted'
 WHERE practice_id = ?1
   AND list_id = ?2
   AND state = 'deleting'
