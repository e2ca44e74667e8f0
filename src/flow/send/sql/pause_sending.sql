-- Pauses a sending that is under way (else 0 rows).
UPDATE sendings
   SET state = 'paused',
       paused_because = 'staff',
       changed_at = ?3
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND state = 'sending'
