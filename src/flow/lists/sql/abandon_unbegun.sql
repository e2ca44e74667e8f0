-- A list whose first file was given up is nobody's.
UPDATE patient_lists
   SET state = 'abandoned'
 WHERE practice_id = ?1
   AND list_id = ?2
   AND state = 'receiving'
   AND NOT EXISTS (SELECT 1 FROM list_files
                    WHERE practice_id = ?1 AND list_id = ?2 AND state = 'receiving')
