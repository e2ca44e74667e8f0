-- Evidence moved the message on.
UPDATE messages
   SET state = ?4,
       reason = ?5,
       lease_until = NULL,
       state_at = ?6
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND position = ?3
