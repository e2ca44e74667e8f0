-- The parts of one attempt as receipts made them known, before its answer came.
DELETE FROM attempts
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND position = ?3
   AND attempt = ?4
   AND outcome = 'accepted'
