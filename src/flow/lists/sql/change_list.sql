-- What the review, or a new file, changed about a draft.
UPDATE patient_lists
   SET revision = revision + 1,
       accepted_count = accepted_count + ?3,
       refused_count = refused_count + ?4,
       mended_count = mended_count + ?5,
       left_out_count = left_out_count + ?6,
       sms_count = sms_count + ?7,
       email_count = email_count + ?8,
       next_position = ?9,
       next_row = ?10,
       next_warning = ?11,
       report_run_at = ?12,
       ages = ?13,
       changed_at = ?14
 WHERE practice_id = ?1
   AND list_id = ?2
