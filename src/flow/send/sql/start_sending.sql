-- Its time has come, unless it was stopped first (then 0 rows). No attempt begins after ?4.
UPDATE sendings
   SET state = 'sending',
       started_at = ?3,
       give_up_at = ?4,
       changed_at = ?3
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND state = 'scheduled'
