-- Every practice's files that were being stored when the process ended, where this is the only process. Exempt
-- from practice_id. Index: list_files_receiving.
SELECT practice_id, list_id, file_number
  FROM list_files
 WHERE state = 'receiving'
 ORDER BY practice_id, list_id
