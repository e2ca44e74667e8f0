-- The attempt that the mark begins.
INSERT INTO attempts (practice_id, bulk_message_id, position, attempt, gateway_id, marked_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
