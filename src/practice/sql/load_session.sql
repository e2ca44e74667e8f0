-- A session that is neither expired nor idle too long, with its user, who is still enabled.
SELECT users.user_id, users.display_name, users.role, sessions.csrf_token, sessions.seen_at
  FROM sessions
  JOIN users
    ON users.practice_id = sessions.practice_id
   AND users.user_id = sessions.user_id
 WHERE sessions.practice_id = ?1
   AND sessions.token_hash = ?2
   AND sessions.expires_at > ?3
   AND sessions.seen_at > ?4
   AND users.disabled_at IS NULL
