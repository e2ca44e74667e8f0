-- What is to be done with a forgotten list.
SELECT state
  FROM patient_lists
 WHERE practice_id = ?1
   AND list_id = ?2
