-- Removes some patients: of all files (?3 = 1), or of those that were abandoned. The PostgreSQL file chooses them apart.
DELETE FROM list_patients
 WHERE practice_id = ?1
   AND list_id = ?2
   AND position IN (SELECT position FROM list_patients
                  WHERE practice_id = ?1
                    AND list_id = ?2
                    AND (?3 = 1 OR file_number IN (SELECT file_number FROM list_files
                                                    WHERE practice_id = ?1 AND list_id = ?2
                                                      AND state = 'abandoned'))
                  ORDER BY position
                  LIMIT ?4)
