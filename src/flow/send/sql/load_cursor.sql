-- How far the making and the releasing of its messages have come.
SELECT state, expanded_to, released_to, last_position, give_up_at, channel
  FROM sendings
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
