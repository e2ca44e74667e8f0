-- Leases due messages to one node, oldest first. Leases that end unmarked are put back by the sweep; marked rows
-- are never leased again. Index: messages_queued. The PostgreSQL file adds FOR UPDATE SKIP LOCKED.
UPDATE messages
   SET state = 'leased',
       node_id = ?6,
       lease_until = ?4,
       state_at = ?3
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND position IN (SELECT position FROM messages
                     WHERE practice_id = ?1
                       AND bulk_message_id = ?2
                       AND state = 'queued'
                       AND due_at <= ?3
                     ORDER BY due_at, position
                     LIMIT ?5)
RETURNING position, attempt
