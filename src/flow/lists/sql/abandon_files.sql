-- The files of an abandoned list free their keys.
UPDATE list_files
   SET state = 'abandoned'
 WHERE practice_id = ?1
   AND list_id = ?2
