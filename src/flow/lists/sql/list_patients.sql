-- The next patients of a list, in its order. Index: the primary key.
SELECT position, line, identity_sealed
  FROM list_patients
 WHERE practice_id = ?1
   AND list_id = ?2
   AND position > ?3
 ORDER BY position
 LIMIT ?4
