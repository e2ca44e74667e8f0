-- Releases a slice of planned messages. Index: the primary key.
UPDATE messages
   SET state = 'queued',
       due_at = ?5,
       state_at = ?5
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND position > ?3
   AND position <= ?4
   AND state = 'planned'
