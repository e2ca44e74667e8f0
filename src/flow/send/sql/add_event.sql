-- One line of the timeline.
INSERT INTO sending_events (practice_id, bulk_message_id, event_number, at, what, actor, messages_count)
SELECT ?1, ?2, COALESCE(MAX(event_number), 0) + 1, ?3, ?4, ?5, ?6
  FROM sending_events
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
