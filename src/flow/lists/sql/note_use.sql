-- A confirmed list is used once more.
UPDATE patient_lists
   SET used_at = ?3
 WHERE practice_id = ?1
   AND list_id = ?2
   AND state = 'confirmed'
