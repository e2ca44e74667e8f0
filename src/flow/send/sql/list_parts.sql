-- All parts of one attempt.
SELECT parts, state, reason
  FROM attempt_parts
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND position = ?3
   AND attempt = ?4
 ORDER BY part
