-- Freezes a reviewed list.
UPDATE patient_lists
   SET state = 'confirmed',
       confirmed_at = ?3
 WHERE practice_id = ?1
   AND list_id = ?2
   AND state = 'draft'
