-- Removes some warnings: of all files (?3 = 1), or of those that were abandoned. The PostgreSQL file chooses them apart.
DELETE FROM list_warnings
 WHERE practice_id = ?1
   AND list_id = ?2
   AND warning_number IN (SELECT warning_number FROM list_warnings
                           WHERE practice_id = ?1
                             AND list_id = ?2
                             AND (?3 = 1 OR file_number IN (SELECT file_number FROM list_files
                                                             WHERE practice_id = ?1 AND list_id = ?2
                                                               AND state = 'abandoned'))
                           LIMIT ?4)
