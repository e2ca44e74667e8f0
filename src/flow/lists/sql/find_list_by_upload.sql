-- The list an upload key made. Index: patient_lists_by_upload.
SELECT list_id
  FROM patient_lists
 WHERE practice_id = ?1
   AND upload_key = ?2
