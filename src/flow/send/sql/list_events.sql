-- The timeline, oldest first.
SELECT at, what, actor, messages_count
  FROM sending_events
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
 ORDER BY event_number
