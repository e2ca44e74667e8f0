-- Parts of one bulk message that a gateway accepted before an instant and of which nothing has been heard, from a place
-- onwards. Index: messages_unreceipted, then attempts by key.
SELECT messages.position, messages.attempt, messages.state_at, attempts.provider_reference
  FROM messages
  JOIN attempts
    ON attempts.practice_id = messages.practice_id
   AND attempts.bulk_message_id = messages.bulk_message_id
   AND attempts.position = messages.position
   AND attempts.attempt = messages.attempt
   AND attempts.outcome = 'accepted'
   AND attempts.heard IS NULL
 WHERE messages.practice_id = ?1
   AND messages.bulk_message_id = ?2
   AND messages.state = 'accepted'
   AND messages.state_at <= ?4
   AND (messages.state_at > ?5 OR (messages.state_at = ?5 AND messages.position > ?6))
   AND messages.gateway_id = ?3
 ORDER BY messages.state_at, messages.position, attempts.part
 LIMIT ?7
