-- Adds a user to a practice.
INSERT INTO users (practice_id, user_id, email_hash, display_name, role, password_hash, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
