-- One line of the timeline. PostgreSQL must be told what the parameters of a SELECT list are.
INSERT INTO sending_events (practice_id, bulk_message_id, event_number, at, what, actor, messages_count)
SELECT CAST(?1 AS BIGINT), CAST(?2 AS BIGINT), COALESCE(MAX(event_number), 0) + 1, CAST(?3 AS BIGINT),
       CAST(?4 AS TEXT), CAST(?5 AS TEXT), CAST(?6 AS BIGINT)
  FROM sending_events
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
