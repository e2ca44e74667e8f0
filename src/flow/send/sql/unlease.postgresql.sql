-- Back in line: leased, never marked, and the lease has ended. Index: messages_in_hand.
-- Without the INDEXED BY that SQLite needs.
UPDATE messages
   SET state = 'queued',
       lease_until = NULL,
       state_at = ?4
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND state IN ('leased', 'attempting')
   AND state = 'leased'
   AND lease_until < ?3
