-- Rows that were left out, in order. Index: the primary key.
SELECT row_number, file_number, line, state, reasons, cells_sealed
  FROM list_refused_rows
 WHERE practice_id = ?1
   AND list_id = ?2
   AND row_number > ?3
   AND state = 'left_out'
   AND brought_by IN (SELECT file_number FROM list_files
                       WHERE practice_id = ?1 AND list_id = ?2 AND state = 'kept')
 ORDER BY row_number
 LIMIT ?4
