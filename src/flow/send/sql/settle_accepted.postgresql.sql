-- Accepted, and nothing heard in the time it has. Index: messages_unreceipted.
-- PostgreSQL's: the rows are chosen once, as an array. As an IN it holds every row of the list against every row
-- chosen, and may choose more than were asked for.
UPDATE messages
   SET state = ?4,
       reason = ?5,
       state_at = ?6
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND position = ANY (ARRAY(SELECT position FROM messages
                     WHERE practice_id = ?1
                       AND bulk_message_id = ?2
                       AND state = 'accepted'
                       AND state_at < ?3
                     ORDER BY state_at, position
                     LIMIT ?7))
RETURNING position, attempt
