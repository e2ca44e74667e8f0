-- The same for one sending, in the transaction that lets its messages expire. Index: the primary key.
SELECT state, planned, queued, leased
  FROM sendings
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND (state = 'sending' OR state = 'paused')
   AND give_up_at < ?3
