-- Confirmed lists that nobody has used for long. Exempt from practice_id: it is the sweeper's search for work.
-- Index: patient_lists_by_use.
SELECT practice_id, list_id
  FROM patient_lists
 WHERE state = 'confirmed'
   AND used_at < ?1
 ORDER BY used_at
 LIMIT ?2
