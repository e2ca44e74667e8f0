-- 'Try sending message again': those in this state are due now. Index: messages_with_errors.
-- Left to itself SQLite walks the primary key of the whole table; PostgreSQL knows no INDEXED BY and needs none.
UPDATE messages INDEXED BY messages_with_errors
   SET state = 'queued',
       reason = NULL,
       due_at = ?4,
       state_at = ?4
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND state = ?3
   AND (state = 'failed' OR state = 'refused' OR state = 'expired' OR state = 'in_doubt'
        OR state = 'no_receipt')
