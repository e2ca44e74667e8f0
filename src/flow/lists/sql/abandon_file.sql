-- Gives up a file that is still being stored.
UPDATE list_files
   SET state = 'abandoned'
 WHERE practice_id = ?1
   AND list_id = ?2
   AND file_number = ?3
   AND state = 'receiving'
