-- Stops a sending that is not at its end (else 0 rows).
UPDATE sendings
   SET state = 'stopped',
       paused_because = NULL,
       ended_at = ?3,
       changed_at = ?3
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND (state = 'scheduled' OR state = 'sending' OR state = 'paused')
