-- What receipts have said of the parts of one attempt.
SELECT provider_reference, heard, COALESCE(heard_reason, '')
  FROM attempts
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND position = ?3
   AND attempt = ?4
   AND outcome = 'accepted'
   AND heard IS NOT NULL
