-- Leases due messages to one worker, oldest first. Index: messages_queued. Differs from SQLite's by SKIP LOCKED: two
-- workers that look at once take different rows instead of waiting for each other.
UPDATE messages
   SET state = 'leased',
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
                     LIMIT ?5
                       FOR UPDATE SKIP LOCKED)
RETURNING position, attempt
