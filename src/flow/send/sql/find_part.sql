-- The newest part with this reference, and how its message stands. Exempt from practice_id: the practice is what it
-- finds. Index: attempts_by_reference, then the primary key of messages.
SELECT attempts.practice_id, attempts.bulk_message_id, attempts.position, attempts.attempt, attempts.part,
       attempts.parts, COALESCE(attempts.heard, ''), messages.state, messages.attempt
  FROM attempts
  JOIN messages
    ON messages.practice_id = attempts.practice_id
   AND messages.bulk_message_id = attempts.bulk_message_id
   AND messages.position = attempts.position
 WHERE attempts.gateway_id = ?1
   AND attempts.provider_reference = ?2
 ORDER BY attempts.ended_at DESC
 LIMIT 1
