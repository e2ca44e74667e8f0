-- How many rows still refused are patients of one NHS number. Index: list_refused_rows_same_patient.
-- Without the INDEXED BY that SQLite needs.
SELECT COUNT(*)
  FROM list_refused_rows
 WHERE practice_id = ?1
   AND list_id = ?2
   AND nhs_number_hash = ?3
   AND state = 'refused'
   AND brought_by IN (SELECT file_number FROM list_files
                       WHERE practice_id = ?1 AND list_id = ?2 AND state = 'kept')
