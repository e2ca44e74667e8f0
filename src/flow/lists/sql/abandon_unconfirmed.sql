-- Takes a forgotten draft for good; 0 rows when somebody confirmed it meanwhile.
UPDATE patient_lists
   SET state = 'abandoned'
 WHERE practice_id = ?1
   AND list_id = ?2
   AND state = 'draft'
   AND changed_at < ?3
