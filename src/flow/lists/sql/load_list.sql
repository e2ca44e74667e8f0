-- One list's facts and counts. One that is still being stored, or abandoned, is nobody's to see.
SELECT name, state, source, file_name, uploaded_by, uploaded_at, report_run_at, records_count,
       accepted_count, rejected_count, sms_count, email_count
  FROM patient_lists
 WHERE practice_id = ?1
   AND list_id = ?2
   AND state IN ('draft', 'confirmed')
