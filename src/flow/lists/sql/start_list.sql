-- Opens a list for its first file.
INSERT INTO patient_lists (practice_id, list_id, name, state, revision, uploaded_by, uploaded_at, changed_at,
                           next_position, next_row, next_warning, records_count, accepted_count, refused_count,
                           mended_count, left_out_count, sms_count, email_count, ages)
VALUES (?1, ?2, ?3, 'receiving', 1, ?4, ?5, ?5, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, '')
