-- What failed is tried again: of a text of one part only its message said so, and it is about to say something else.
-- Index: messages_with_errors, then the primary key of attempts.
-- Left to itself SQLite walks the primary key of the whole table; PostgreSQL knows no INDEXED BY and needs none.
UPDATE attempts
   SET heard = 'failed'
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND outcome = 'accepted'
   AND parts = 1
   AND heard IS NULL
   AND (position, attempt) IN (SELECT messages.position, messages.attempt
                                 FROM messages INDEXED BY messages_with_errors
                                WHERE messages.practice_id = ?1
                                  AND messages.bulk_message_id = ?2
                                  AND messages.state = 'failed'
                                  AND (messages.state = 'failed' OR messages.state = 'refused'
                                       OR messages.state = 'expired' OR messages.state = 'in_doubt'
                                       OR messages.state = 'no_receipt'))
