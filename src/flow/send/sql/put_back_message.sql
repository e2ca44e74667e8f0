-- A worker that stops gives back what it did not mark.
UPDATE messages
   SET state = 'queued',
       lease_until = NULL,
       state_at = ?5
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND position = ?3
   AND state = 'leased'
   AND node_id = ?6
   AND lease_until = ?4
