-- All rows still refused of one NHS number, for one reason, are refused for another. Index: list_refused_rows_same_patient.
-- Left to itself SQLite reads all refused rows of the list; PostgreSQL knows no INDEXED BY and needs none.
UPDATE list_refused_rows INDEXED BY list_refused_rows_same_patient
   SET reasons = ?5
 WHERE practice_id = ?1
   AND list_id = ?2
   AND nhs_number_hash = ?3
   AND reasons = ?4
   AND state = 'refused'
   AND brought_by IN (SELECT file_number FROM list_files
                       WHERE practice_id = ?1 AND list_id = ?2 AND state = 'kept')
