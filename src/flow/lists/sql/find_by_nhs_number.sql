-- The patients of one list with this NHS number; looks through the list, which is read in order.
SELECT position, file_number, line, identity_sealed
  FROM list_patients
 WHERE practice_id = ?1
   AND list_id = ?2
   AND nhs_number_hash = ?3
   AND file_number IN (SELECT file_number FROM list_files
                        WHERE practice_id = ?1 AND list_id = ?2 AND state = 'kept')
 ORDER BY position
 LIMIT ?4
