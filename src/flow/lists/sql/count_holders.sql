-- How many patients of a list have a number; looks through the list, which is read in order.
SELECT COUNT(*)
  FROM list_patients
 WHERE practice_id = ?1
   AND list_id = ?2
   AND mobile_hash = ?3
   AND file_number IN (SELECT file_number FROM list_files
                        WHERE practice_id = ?1 AND list_id = ?2 AND state = 'kept')
