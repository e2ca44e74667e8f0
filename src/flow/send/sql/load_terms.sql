-- When messages of a sending may leave. Index: the primary key.
SELECT state, channel, at_any_time, give_up_at
  FROM sendings
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
