-- Removes abandoned files; their rows went before them.
DELETE FROM list_files
 WHERE practice_id = ?1
   AND list_id = ?2
   AND state = 'abandoned'
