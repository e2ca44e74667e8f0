-- The answer came after all, later than a sweep waited for it: the gateway has it not. It does not go back in line by
-- itself, for people have been told that it is in doubt.
UPDATE messages
   SET state = 'failed',
       reason = ?5,
       state_at = ?6
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND position = ?3
   AND attempt = ?4
   AND state = 'in_doubt'
