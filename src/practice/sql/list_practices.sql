-- Every practice, for the operator's command line.
SELECT practice_id, ods_code, name, bulk_messages_enabled, sms_enabled, sms_sender, email_reply_to,
       patients_max, undo_seconds, send_window, international_allowed
  FROM practices
 ORDER BY ods_code
