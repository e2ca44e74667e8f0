-- Takes back a bulk message that was not due yet (else 0 rows).
UPDATE sendings
   SET state = 'stopped',
       ended_at = ?3,
       changed_at = ?3
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND state = 'scheduled'
