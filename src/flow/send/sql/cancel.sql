-- Nothing that has not left will leave. A leased row loses its lease: its worker's mark then finds nothing.
UPDATE messages
   SET state = 'cancelled',
       lease_until = NULL,
       state_at = ?4
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND state = ?3
