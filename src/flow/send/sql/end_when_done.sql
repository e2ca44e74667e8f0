-- Ends a sending of which nothing is open any more.
UPDATE sendings
   SET state = 'ended',
       paused_because = NULL,
       ended_at = ?3,
       changed_at = ?3
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND (state = 'sending' OR state = 'paused')
   AND planned + queued + leased + attempting + held = 0
