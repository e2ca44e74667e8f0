-- The list an upload key made, and whether it is still being stored. Index: patient_lists_by_upload.
SELECT list_id, state, received_at
  FROM patient_lists
 WHERE practice_id = ?1
   AND upload_key = ?2
   AND state <> 'abandoned'
