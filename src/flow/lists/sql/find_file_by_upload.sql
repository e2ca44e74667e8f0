-- The file an upload key made, whether it is still being stored, and of what. Index: list_files_by_upload.
SELECT list_files.list_id, list_files.file_number, list_files.state, list_files.received_at, list_files.sha256,
       patient_lists.name, patient_lists.state
  FROM list_files
  JOIN patient_lists ON patient_lists.practice_id = list_files.practice_id
                    AND patient_lists.list_id = list_files.list_id
 WHERE list_files.practice_id = ?1
   AND list_files.upload_key = ?2
   AND list_files.state <> 'abandoned'
