-- Warnings of one code, in order. Index: the primary key.
SELECT warning_number, file_number, line, heading, values_sealed, code
  FROM list_warnings
 WHERE practice_id = ?1
   AND list_id = ?2
   AND code = ?3
   AND warning_number > ?4
   AND file_number IN (SELECT file_number FROM list_files
                        WHERE practice_id = ?1 AND list_id = ?2 AND state = 'kept')
 ORDER BY warning_number
 LIMIT ?5
