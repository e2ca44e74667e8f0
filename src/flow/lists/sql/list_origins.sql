-- Of whom each row on a list is, and where it stands; looks through the list, which is read in order.
SELECT nhs_number_hash, file_number, line
  FROM list_patients
 WHERE practice_id = ?1
   AND list_id = ?2
   AND file_number IN (SELECT file_number FROM list_files
                        WHERE practice_id = ?1 AND list_id = ?2 AND state = 'kept')
