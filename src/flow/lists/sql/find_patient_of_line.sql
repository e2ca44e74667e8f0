-- The patient that a line of a file became; looks through the list from its end, where those stand whose rows were
-- corrected.
SELECT position, file_number, line, identity_sealed
  FROM list_patients
 WHERE practice_id = ?1
   AND list_id = ?2
   AND file_number = ?3
   AND line = ?4
   AND file_number IN (SELECT file_number FROM list_files
                        WHERE practice_id = ?1 AND list_id = ?2 AND state = 'kept')
 ORDER BY position DESC
 LIMIT 1
