-- When a confirmed list was last used.
SELECT used_at
  FROM patient_lists
 WHERE practice_id = ?1
   AND list_id = ?2
   AND state = 'confirmed'
