-- How an attempt ended. One that a sweep stated as in doubt is corrected by an answer that came after all.
UPDATE attempts
   SET outcome = ?5,
       reason = ?6,
       detail = ?7,
       ended_at = ?8
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND position = ?3
   AND attempt = ?4
   AND (outcome IS NULL OR outcome = 'in_doubt')
