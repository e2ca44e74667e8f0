-- The highest position of a list. Index: the primary key.
SELECT position
  FROM list_patients
 WHERE practice_id = ?1
   AND list_id = ?2
 ORDER BY position DESC
 LIMIT 1
