-- Its time has come, unless it was stopped first (then 0 rows).
UPDATE sendings
   SET state = 'sending',
       started_at = ?3,
       changed_at = ?3
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND state = 'scheduled'
