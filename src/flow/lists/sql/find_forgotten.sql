-- Lists that nobody will use: abandoned, no rows for long, not confirmed for long. Exempt from practice_id: it is
-- the sweeper's search for work. Index: patient_lists_unconfirmed.
SELECT practice_id, list_id
  FROM patient_lists
 WHERE state <> 'confirmed'
   AND (state = 'abandoned'
        OR (state = 'receiving' AND received_at < ?1)
        OR (state = 'draft' AND uploaded_at < ?2))
 ORDER BY practice_id, list_id
 LIMIT ?3
