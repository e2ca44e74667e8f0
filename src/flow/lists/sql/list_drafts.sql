-- A practice's lists whose review was not finished, the last changed first; looks through its lists.
SELECT list_id, name, state, revision, uploaded_by, uploaded_at, confirmed_at, report_run_at, records_count,
       accepted_count, refused_count, mended_count, left_out_count, sms_count, email_count, ages,
       COALESCE(deleted_by, ''), deleted_at, changed_at
  FROM patient_lists
 WHERE practice_id = ?1
   AND state = 'draft'
 ORDER BY changed_at DESC, list_id DESC
 LIMIT ?2
