-- Opens a file for its rows, unless the same upload came before or another is being added (then 0 rows).
INSERT INTO list_files (practice_id, list_id, file_number, state, upload_key, file_name, sha256, uploaded_by,
                        uploaded_at, received_at, source, encoding, bytes_count, heading_line, headings,
                        records_count, accepted_count, refused_count, sms_count, email_count)
VALUES (?1, ?2, ?3, 'receiving', ?4, ?5, ?6, ?7, ?8, ?8, 'other', '', 0, 0, '', 0, 0, 0, 0, 0)
ON CONFLICT DO NOTHING
