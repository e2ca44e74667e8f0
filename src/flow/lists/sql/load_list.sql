-- One list's facts and counts. One that no file has come into yet, or abandoned, is nobody's to see.
SELECT list_id, name, state, revision, uploaded_by, uploaded_at, confirmed_at, report_run_at, records_count,
       accepted_count, refused_count, mended_count, left_out_count, sms_count, email_count, ages,
       COALESCE(deleted_by, ''), deleted_at, changed_at
  FROM patient_lists
 WHERE practice_id = ?1
   AND list_id = ?2
   AND state IN ('draft', 'confirmed', 'deleting', 'deleted')
