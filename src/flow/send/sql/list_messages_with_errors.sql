-- One page of a bulk message's patients, in list order. Index: messages_with_errors.
-- Left to itself SQLite walks every message of the bulk message; PostgreSQL knows no INDEXED BY and needs none.
SELECT messages.position, messages.state, messages.reason, messages.attempt, messages.state_at,
       messages.segments, message_contents.content_sealed
  FROM messages INDEXED BY messages_with_errors
  JOIN message_contents
    ON message_contents.practice_id = messages.practice_id
   AND message_contents.bulk_message_id = messages.bulk_message_id
   AND message_contents.position = messages.position
 WHERE messages.practice_id = ?1
   AND messages.bulk_message_id = ?2
   AND messages.position > ?3
   AND (messages.state = 'failed' OR messages.state = 'refused' OR messages.state = 'expired' OR messages.state = 'in_doubt'
        OR messages.state = 'no_receipt')
 ORDER BY messages.position
 LIMIT ?4
