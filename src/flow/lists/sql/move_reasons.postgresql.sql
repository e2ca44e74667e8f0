-- The same of their entry by reason. Index: list_refused_rows_same_patient, then the primary key of list_reasons.
-- Without the INDEXED BY that SQLite needs.
UPDATE list_reasons
   SET code = ?5
 WHERE practice_id = ?1
   AND list_id = ?2
   AND code = ?4
   AND row_number IN (SELECT row_number
                        FROM list_refused_rows
                       WHERE practice_id = ?1
                         AND list_id = ?2
                         AND nhs_number_hash = ?3
                         AND state = 'refused'
                         AND brought_by IN (SELECT file_number FROM list_files
                                             WHERE practice_id = ?1 AND list_id = ?2 AND state = 'kept'))
