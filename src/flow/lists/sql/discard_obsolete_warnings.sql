-- Removes the notices about patients whom this file speaks against, whose rows are ?4 and after.
DELETE FROM list_warnings
 WHERE practice_id = ?1
   AND list_id = ?2
   AND (file_number, line) IN (SELECT file_number, line FROM list_refused_rows
                                WHERE practice_id = ?1 AND list_id = ?2 AND row_number >= ?4 AND brought_by = ?3)
