-- Rows still refused for one reason, in order. Index: the primary key of list_reasons.
SELECT list_refused_rows.row_number, list_refused_rows.file_number, list_refused_rows.line, list_refused_rows.state,
       list_refused_rows.reasons, list_refused_rows.cells_sealed
  FROM list_reasons
  JOIN list_refused_rows ON list_refused_rows.practice_id = list_reasons.practice_id
                        AND list_refused_rows.list_id = list_reasons.list_id
                        AND list_refused_rows.row_number = list_reasons.row_number
 WHERE list_reasons.practice_id = ?1
   AND list_reasons.list_id = ?2
   AND list_reasons.code = ?5
   AND list_reasons.row_number > ?3
   AND list_refused_rows.brought_by IN (SELECT file_number FROM list_files
                                         WHERE practice_id = ?1 AND list_id = ?2 AND state = 'kept')
 ORDER BY list_reasons.row_number
 LIMIT ?4
