-- Goes on with a sending that waits for a person (else 0 rows); one that never started starts now.
UPDATE sendings
   SET state = 'sending',
       paused_because = NULL,
       started_at = COALESCE(started_at, ?3),
       changed_at = ?3
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND state = 'paused'
