-- What is due, of any practice: the engine's own search for work. Index: schedules_due.
SELECT practice_id, bulk_message_id, due_at
  FROM schedules
 WHERE state = 'waiting'
   AND due_at <= ?1
 ORDER BY due_at, practice_id, bulk_message_id
 LIMIT ?2
