-- Paused: what workers hold and have not marked is back in line, and their marks find nothing. Index: messages_in_hand.
-- Without the INDEXED BY that SQLite needs.
UPDATE messages
   SET state = 'queued',
       lease_until = NULL,
       state_at = ?3
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND state IN ('leased', 'attempting')
   AND state = 'leased'
