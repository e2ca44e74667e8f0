-- Replaces a user's password hash.
UPDATE users
   SET password_hash = ?3
 WHERE practice_id = ?1
   AND user_id = ?2
