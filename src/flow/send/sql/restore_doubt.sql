-- Those of one state that were in doubt before somebody had them tried again are so again. Index: the primary key.
UPDATE messages
   SET state = 'in_doubt',
       reason = 'message.outcome_unknown',
       lease_until = NULL,
       state_at = ?4
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND state = ?3
   AND attempt > 0
   AND EXISTS (SELECT 1
                 FROM attempts
                WHERE attempts.practice_id = messages.practice_id
                  AND attempts.bulk_message_id = messages.bulk_message_id
                  AND attempts.position = messages.position
                  AND attempts.outcome = 'in_doubt')
