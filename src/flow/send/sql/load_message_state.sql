-- One message's state and latest attempt.
SELECT state, attempt
  FROM messages
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND position = ?3
