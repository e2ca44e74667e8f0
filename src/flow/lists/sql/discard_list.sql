-- Removes an abandoned list; its rows went before it.
DELETE FROM patient_lists
 WHERE practice_id = ?1
   AND list_id = ?2
   AND state = 'abandoned'
