-- What failed is tried again: of a text of one part only its message said so, and it is about to say something else.
-- Index: the primary key.
UPDATE attempts
   SET heard = 'failed'
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND outcome = 'accepted'
   AND parts = 1
   AND heard IS NULL
   AND EXISTS (SELECT 1
                 FROM messages
                WHERE messages.practice_id = attempts.practice_id
                  AND messages.bulk_message_id = attempts.bulk_message_id
                  AND messages.position = attempts.position
                  AND messages.attempt = attempts.attempt
                  AND messages.state = 'failed')
