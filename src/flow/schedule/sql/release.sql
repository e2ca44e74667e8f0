-- Starts one, unless somebody else did (then 0 rows).
UPDATE schedules
   SET state = 'released',
       released_at = ?3
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND state = 'waiting'
