-- Opens a list for its rows, unless the same upload came before (then 0 rows).
INSERT INTO patient_lists (practice_id, list_id, name, state, source, file_name, file_sha256, file_bytes,
                           upload_key, uploaded_by, uploaded_at, received_at, records_count, accepted_count,
                           rejected_count, sms_count, email_count)
VALUES (?1, ?2, ?3, 'receiving', 'other', ?4, ?5, 0, ?6, ?7, ?8, ?8, 0, 0, 0, 0, 0)
ON CONFLICT (practice_id, upload_key) WHERE state <> 'abandoned' DO NOTHING
