-- The user who signs in with this address. Exempt from practice_id: the practice is what it finds.
-- Index: users_by_email.
SELECT practice_id, user_id, display_name, role, password_hash
  FROM users
 WHERE email_hash = ?1
   AND disabled_at IS NULL
 ORDER BY practice_id, user_id
 LIMIT 1
