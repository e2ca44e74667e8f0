-- Accepts a bulk message, unless its draft was accepted before (then 0 rows).
INSERT INTO bulk_messages (practice_id, bulk_message_id, draft_key, list_id, list_name, channel,
                           subject_sealed, text_sealed, timing, send_at, chosen_at, anyway_reason_sealed,
                           patients_count, pressed_by, pressed_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
ON CONFLICT (practice_id, draft_key) DO NOTHING
