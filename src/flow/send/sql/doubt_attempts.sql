-- The attempts of the messages that were just stated as not confirmed.
UPDATE attempts
   SET outcome = 'in_doubt',
       reason = ?3,
       ended_at = ?4
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND outcome IS NULL
   AND EXISTS (SELECT 1 FROM messages
                WHERE messages.practice_id = ?1
                  AND messages.bulk_message_id = ?2
                  AND messages.position = attempts.position
                  AND messages.attempt = attempts.attempt
                  AND messages.state = 'in_doubt')
