-- The mark: from here on the gateway may have it. Only the worker whose lease it is, and only while it is leased.
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
   AND lease_until = ?5
   AND attempt = ?4 - 1
