-- Adds an API key; only the hash of its secret is kept.
INSERT INTO api_keys (practice_id, api_key_id, label, secret_hash, created_at)
VALUES (?1, ?2, ?3, ?4, ?5)
