-- What is in doubt at one gateway since an instant, of any practice: what a receipt without a known reference may be
-- about. Indexes: sendings_in_doubt, messages_with_errors. Without the INDEXED BY that SQLite needs.
SELECT messages.practice_id, messages.bulk_message_id, messages.position, messages.attempt, messages.segments,
       message_contents.content_sealed
  FROM sendings
  JOIN messages
    ON messages.practice_id = sendings.practice_id
   AND messages.bulk_message_id = sendings.bulk_message_id
  JOIN message_contents
    ON message_contents.practice_id = messages.practice_id
   AND message_contents.bulk_message_id = messages.bulk_message_id
   AND message_contents.position = messages.position
 WHERE sendings.in_doubt > 0
   AND (messages.state = 'failed' OR messages.state = 'refused' OR messages.state = 'expired' OR messages.state = 'in_doubt'
        OR messages.state = 'no_receipt')
   AND messages.state = 'in_doubt'
   AND messages.gateway_id = ?1
   AND messages.state_at >= ?2
 LIMIT ?3
