-- Removes the reasons of some refused rows: of all files (?3 = 1), or of those that were abandoned.
-- The PostgreSQL file chooses them apart.
DELETE FROM list_reasons
 WHERE practice_id = ?1
   AND list_id = ?2
   AND row_number IN (SELECT row_number FROM list_refused_rows
                       WHERE practice_id = ?1
                         AND list_id = ?2
                         AND (?3 = 1 OR brought_by IN (SELECT file_number FROM list_files
                                                        WHERE practice_id = ?1 AND list_id = ?2
                                                          AND state = 'abandoned'))
                       ORDER BY row_number
                       LIMIT ?4)
