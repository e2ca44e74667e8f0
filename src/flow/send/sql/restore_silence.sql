-- Those of one state that had no receipt before somebody had them tried again: an attempt was accepted, and none of its
-- parts is said to have failed. Index: the primary key.
UPDATE messages
   SET state = 'no_receipt',
       reason = 'message.no_receipt',
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
                  AND attempts.outcome = 'accepted'
                  AND NOT EXISTS (SELECT 1
                                    FROM attempts AS same
                                   WHERE same.practice_id = attempts.practice_id
                                     AND same.bulk_message_id = attempts.bulk_message_id
                                     AND same.position = attempts.position
                                     AND same.attempt = attempts.attempt
                                     AND same.heard = 'failed'))
