-- Removes the next ?3 rows of an abandoned list.
DELETE FROM list_problems
 WHERE practice_id = ?1
   AND list_id = ?2
   AND problem_number < (SELECT MIN(problem_number) FROM list_problems
                          WHERE practice_id = ?1 AND list_id = ?2) + CAST(?3 AS BIGINT)
