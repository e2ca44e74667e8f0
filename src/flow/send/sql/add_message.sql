-- One patient's message. Its primary key makes a repeated slice fail as a whole.
INSERT INTO messages (practice_id, bulk_message_id, position, state, reason, due_at, segments, state_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
