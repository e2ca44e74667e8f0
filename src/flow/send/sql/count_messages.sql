-- The counts as the messages themselves say.
SELECT state, count(*)
  FROM messages
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
 GROUP BY state
