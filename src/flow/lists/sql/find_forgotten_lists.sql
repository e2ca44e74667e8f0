-- Lists that nobody will use: abandoned, being deleted, not changed for long and not confirmed. Exempt from practice_id: it is the
-- sweeper's search for work. Index: patient_lists_unconfirmed.
-- Left to itself SQLite reads every list there is; PostgreSQL knows no INDEXED BY and needs none.
SELECT practice_id, list_id
  FROM patient_lists INDEXED BY patient_lists_unconfirmed
 WHERE state <> 'confirmed'
   AND state <> 'deleted'
   AND (state = 'abandoned' OR state = 'deleting' OR (state = 'draft' AND changed_at < ?1))
 ORDER BY practice_id, list_id
 LIMIT ?2
