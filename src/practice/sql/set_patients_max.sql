-- How many patients one list of a practice may have.
UPDATE practices
   SET patients_max = ?2
 WHERE practice_id = ?1
