-- Freezes a reviewed list; 0 rows while one of its files is not whole.
UPDATE patient_lists
   SET state = 'confirmed',
       confirmed_by = ?3,
       confirmed_at = ?4,
       used_at = ?4
 WHERE practice_id = ?1
   AND list_id = ?2
   AND state = 'draft'
   AND NOT EXISTS (SELECT 1 FROM list_files
                    WHERE practice_id = ?1 AND list_id = ?2 AND state <> 'kept')
