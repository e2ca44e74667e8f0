-- By whom and when a list was deleted.
SELECT deleted_by, deleted_at
  FROM patient_lists
 WHERE practice_id = ?1
   AND list_id = ?2
   AND deleted_at IS NOT NULL
