-- Those in one state that have run out of time. A leased row loses its lease: its worker's mark then finds nothing.
UPDATE messages
   SET state = 'expired',
       reason = ?4,
       lease_until = NULL,
       state_at = ?5
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND state = ?3
