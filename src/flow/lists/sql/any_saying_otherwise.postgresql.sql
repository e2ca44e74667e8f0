-- 1 where a row still refused, of this NHS number but not this one, says something else. Index: list_refused_rows_saying.
-- Without the INDEXED BY that SQLite needs.
SELECT CASE WHEN EXISTS (SELECT 1
                           FROM list_refused_rows
                          WHERE practice_id = ?1
                            AND list_id = ?2
                            AND nhs_number_hash = ?3
                            AND says_hash < ?4
                            AND row_number <> ?5
                            AND state = 'refused'
                            AND brought_by IN (SELECT file_number FROM list_files
                                                WHERE practice_id = ?1 AND list_id = ?2 AND state = 'kept'))
              OR EXISTS (SELECT 1
                           FROM list_refused_rows
                          WHERE practice_id = ?1
                            AND list_id = ?2
                            AND nhs_number_hash = ?3
                            AND says_hash > ?4
                            AND row_number <> ?5
                            AND state = 'refused'
                            AND brought_by IN (SELECT file_number FROM list_files
                                                WHERE practice_id = ?1 AND list_id = ?2 AND state = 'kept'))
            THEN 1 ELSE 0 END
  FROM patient_lists
 WHERE practice_id = ?1
   AND list_id = ?2
