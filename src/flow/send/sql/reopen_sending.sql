-- A sending whose messages are tried again is under way again, or goes on as it was, until ?4.
UPDATE sendings
   SET state = CASE WHEN state = 'ended' OR state = 'stopped' THEN 'sending' ELSE state END,
       ended_at = NULL,
       give_up_at = ?4,
       changed_at = ?3
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
