-- Leases due messages to one node, oldest first. Index: messages_queued. Differs from SQLite's by SKIP LOCKED: two
-- nodes that look at once take different rows instead of waiting for each other. And the rows are chosen apart, once: as
-- a subquery PostgreSQL may choose again for every row it updates, and then takes more than were asked for.
WITH due AS MATERIALIZED (
    SELECT position
      FROM messages
     WHERE practice_id = ?1
       AND bulk_message_id = ?2
       AND state = 'queued'
       AND due_at <= ?3
     ORDER BY due_at, position
     LIMIT ?5
       FOR UPDATE SKIP LOCKED
)
UPDATE messages
   SET state = 'leased',
       node_id = ?6,
       lease_until = ?4,
       state_at = ?3
  FROM due
 WHERE messages.practice_id = ?1
   AND messages.bulk_message_id = ?2
   AND messages.position = due.position
RETURNING messages.position, messages.attempt
