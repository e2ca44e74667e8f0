-- Adds a practice unless its ODS code is taken (then 0 rows). 10,000 patients a list is PRODUCT's default.
INSERT INTO practices (practice_id, ods_code, name, bulk_messages_enabled, sms_enabled, sms_sender,
                       email_reply_to, patients_max, undo_seconds, send_window, key_wrapped, created_at)
VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, 10000, ?7, ?8, ?9, ?10)
ON CONFLICT (ods_code) DO NOTHING
