-- Removes the rows of a list that was never confirmed.
DELETE FROM list_problems
 WHERE practice_id = ?1
   AND list_id IN (SELECT list_id FROM patient_lists
                    WHERE practice_id = ?1 AND list_id = ?2 AND state <> 'confirmed')
