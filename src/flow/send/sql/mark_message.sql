-- The mark: from here on the gateway may have it. Only the node whose lease it is, and only while it is this lease.
UPDATE messages
   SET state = 'attempting',
       attempt = ?4,
       gateway_id = ?7,
       lease_until = NULL,
       state_at = ?6
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND position = ?3
   AND state = 'leased'
   AND node_id = ?8
   AND lease_until = ?5
   AND attempt = ?4 - 1
