-- Whether a list has this file already.
SELECT file_number
  FROM list_files
 WHERE practice_id = ?1
   AND list_id = ?2
   AND sha256 = ?3
   AND state = 'kept'
