-- Moves the idle limit on, at most once a minute, so that reading pages rarely writes.
UPDATE sessions
   SET seen_at = ?3
 WHERE practice_id = ?1
   AND token_hash = ?2
   AND seen_at < ?4
