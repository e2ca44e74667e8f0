-- The list an upload key made, whether it is still being stored, and of what. Index: patient_lists_by_upload.
SELECT list_id, state, received_at, name, file_sha256
  FROM patient_lists
 WHERE practice_id = ?1
   AND upload_key = ?2
   AND state <> 'abandoned'
