-- The file that is being added to a list. Index: list_files_receiving.
SELECT file_number, received_at
  FROM list_files
 WHERE practice_id = ?1
   AND list_id = ?2
   AND state = 'receiving'
