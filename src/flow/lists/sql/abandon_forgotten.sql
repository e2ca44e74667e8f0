-- Takes a forgotten list for good; 0 rows when somebody confirmed it meanwhile, or it is gone.
UPDATE patient_lists
   SET state = 'abandoned'
 WHERE practice_id = ?1
   AND list_id = ?2
   AND (state = 'abandoned'
        OR (state = 'receiving' AND received_at < ?3)
        OR (state = 'draft' AND uploaded_at < ?4))
