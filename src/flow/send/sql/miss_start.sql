-- Its time has passed unused: people are asked whether it is to go, unless it was stopped first (then 0 rows).
UPDATE sendings
   SET state = 'paused',
       paused_because = 'missed',
       changed_at = ?3
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND state = 'scheduled'
