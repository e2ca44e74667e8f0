-- Removes some warnings: of all files (?3 = 1), or of those that were abandoned.
-- PostgreSQL's: the rows are chosen once, as an array. As an IN it holds every row of the list against every row
-- chosen, and may choose more than were asked for.
DELETE FROM list_warnings
 WHERE practice_id = ?1
   AND list_id = ?2
   AND warning_number = ANY (ARRAY(SELECT warning_number FROM list_warnings
                           WHERE practice_id = ?1
                             AND list_id = ?2
                             AND (?3 = 1 OR file_number IN (SELECT file_number FROM list_files
                                                             WHERE practice_id = ?1 AND list_id = ?2
                                                               AND state = 'abandoned'))
                           LIMIT ?4))
