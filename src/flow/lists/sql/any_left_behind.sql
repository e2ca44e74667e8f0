-- Whether any file of any practice is being stored. Exempt from practice_id. Index: list_files_receiving.
SELECT 1
  FROM list_files
 WHERE state = 'receiving'
 ORDER BY state
 LIMIT 1
