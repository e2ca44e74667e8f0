-- 'Try sending message again': those in this state are due now. Index: messages_with_errors.
-- Without the INDEXED BY that SQLite needs.
UPDATE messages
   SET state = 'queued',
       reason = NULL,
       due_at = ?4,
       state_at = ?4
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND state = ?3
   AND state IN ('failed', 'refused', 'expired', 'in_doubt', 'no_receipt')
