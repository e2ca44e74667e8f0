-- Somebody wants all rows of a draft left out that are refused for one reason; asked again it is the same.
INSERT INTO list_leaving_out (practice_id, list_id, code, actor, asked_at)
VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (practice_id, list_id, code) DO NOTHING
