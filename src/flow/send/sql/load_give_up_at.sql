-- After which instant no attempt at this sending begins.
SELECT give_up_at
  FROM sendings
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
