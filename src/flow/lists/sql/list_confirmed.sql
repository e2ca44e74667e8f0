-- A page of a practice's confirmed lists, the last confirmed first. Index: patient_lists_confirmed.
SELECT list_id, name, state, revision, uploaded_by, uploaded_at, confirmed_at, report_run_at, records_count,
       accepted_count, refused_count, mended_count, left_out_count, sms_count, email_count, ages,
       COALESCE(deleted_by, ''), deleted_at, changed_at
  FROM patient_lists
 WHERE practice_id = ?1
   AND state = 'confirmed'
   AND confirmed_at <= ?2
   AND (confirmed_at < ?2 OR list_id < ?3)
 ORDER BY confirmed_at DESC, list_id DESC
 LIMIT ?4
