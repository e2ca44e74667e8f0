-- The number a list's next file gets.
SELECT COALESCE(MAX(file_number), 0) + 1
  FROM list_files
 WHERE practice_id = ?1
   AND list_id = ?2
