-- All rows still refused of one NHS number, for one reason, are refused for another. Index: list_refused_rows_same_patient.
-- Without the INDEXED BY that SQLite needs.
UPDATE list_refused_rows
   SET reasons = ?5
 WHERE practice_id = ?1
   AND list_id = ?2
   AND nhs_number_hash = ?3
   AND reasons = ?4
   AND state = 'refused'
   AND brought_by IN (SELECT file_number FROM list_files
                       WHERE practice_id = ?1 AND list_id = ?2 AND state = 'kept')
