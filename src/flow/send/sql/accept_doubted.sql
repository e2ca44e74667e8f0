-- The answer came after all, later than a sweep waited for it.
UPDATE messages
   SET state = 'accepted',
       reason = NULL,
       state_at = ?5
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND position = ?3
   AND attempt = ?4
   AND state = 'in_doubt'
