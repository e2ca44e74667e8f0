-- After which instant no attempt at this sending begins, and whether it was stopped.
SELECT give_up_at, state
  FROM sendings
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
