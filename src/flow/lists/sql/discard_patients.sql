-- Removes the next ?3 rows of an abandoned list.
DELETE FROM list_patients
 WHERE practice_id = ?1
   AND list_id = ?2
   AND position < (SELECT MIN(position) FROM list_patients
                    WHERE practice_id = ?1 AND list_id = ?2) + CAST(?3 AS BIGINT)
