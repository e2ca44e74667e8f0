-- Opens a session.
INSERT INTO sessions (practice_id, token_hash, user_id, csrf_token, created_at, seen_at, expires_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)
