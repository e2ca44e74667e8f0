-- What is now known about one part of several.
UPDATE attempts
   SET heard = ?6,
       heard_reason = ?7
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND position = ?3
   AND attempt = ?4
   AND part = ?5
