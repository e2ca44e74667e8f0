-- What that patient gets.
INSERT INTO message_contents (practice_id, bulk_message_id, position, content_sealed)
VALUES (?1, ?2, ?3, ?4)
