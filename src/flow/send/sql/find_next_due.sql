-- When the next of a bulk message's waiting messages is due. Index: messages_queued.
SELECT due_at
  FROM messages
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND state = 'queued'
 ORDER BY due_at
 LIMIT 1
