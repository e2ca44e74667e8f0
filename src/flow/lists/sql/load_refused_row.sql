-- One row that was refused.
SELECT row_number, file_number, line, state, reasons, cells_sealed
  FROM list_refused_rows
 WHERE practice_id = ?1
   AND list_id = ?2
   AND row_number = ?3
   AND brought_by IN (SELECT file_number FROM list_files
                       WHERE practice_id = ?1 AND list_id = ?2 AND state = 'kept')
