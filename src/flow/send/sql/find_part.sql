-- The newest part with this reference, and how its message stands. Exempt from practice_id: the practice is what it
-- finds. Index: attempt_parts_by_reference, then the primary key of messages.
SELECT attempt_parts.practice_id, attempt_parts.bulk_message_id, attempt_parts.position, attempt_parts.attempt,
       attempt_parts.part, attempt_parts.parts, attempt_parts.state, messages.state, messages.attempt
  FROM attempt_parts
  JOIN messages
    ON messages.practice_id = attempt_parts.practice_id
   AND messages.bulk_message_id = attempt_parts.bulk_message_id
   AND messages.position = attempt_parts.position
 WHERE attempt_parts.gateway_id = ?1
   AND attempt_parts.provider_reference = ?2
 ORDER BY attempt_parts.accepted_at DESC
 LIMIT 1
