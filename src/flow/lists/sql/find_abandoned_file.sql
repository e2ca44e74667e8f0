-- Whether a list has a file whose rows are still to be swept away.
SELECT file_number
  FROM list_files
 WHERE practice_id = ?1
   AND list_id = ?2
   AND state = 'abandoned'
