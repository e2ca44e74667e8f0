-- All parts of one attempt.
SELECT parts, COALESCE(heard, ''), COALESCE(heard_reason, '')
  FROM attempts
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND position = ?3
   AND attempt = ?4
 ORDER BY part
