-- A bulk message waits for its time.
INSERT INTO schedules (practice_id, bulk_message_id, state, due_at)
VALUES (?1, ?2, 'waiting', ?3)
