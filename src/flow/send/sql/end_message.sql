-- The message moves on, if it still waits for the end of this attempt.
UPDATE messages
   SET state = ?5,
       reason = ?6,
       due_at = ?7,
       state_at = ?8
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND position = ?3
   AND attempt = ?4
   AND state = 'attempting'
