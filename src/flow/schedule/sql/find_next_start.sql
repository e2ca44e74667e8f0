-- When the next bulk message of any practice starts. Index: schedules_due.
SELECT due_at
  FROM schedules
 WHERE state = 'waiting'
 ORDER BY due_at
 LIMIT 1
