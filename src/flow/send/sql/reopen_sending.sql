-- A sending whose failed messages are tried again is under way again, until ?4.
UPDATE sendings
   SET state = 'sending',
       ended_at = NULL,
       give_up_at = ?4,
       changed_at = ?3
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND state IN ('ended', 'stopped')
