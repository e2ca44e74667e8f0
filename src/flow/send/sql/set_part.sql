-- What is now known about one part.
UPDATE attempt_parts
   SET state = ?6,
       reason = ?7
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND position = ?3
   AND attempt = ?4
   AND part = ?5
