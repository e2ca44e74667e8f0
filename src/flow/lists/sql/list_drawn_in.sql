-- Rows that say what a patient says whom this file speaks against, whose rows are ?4 and after. Index: the primary key.
SELECT list_reasons.row_number
  FROM list_reasons
  JOIN list_refused_rows ON list_refused_rows.practice_id = list_reasons.practice_id
                        AND list_refused_rows.list_id = list_reasons.list_id
                        AND list_refused_rows.row_number = list_reasons.row_number
 WHERE list_reasons.practice_id = ?1
   AND list_reasons.list_id = ?2
   AND list_reasons.code = 'duplicate.identical'
   AND list_refused_rows.nhs_number_hash IN (SELECT nhs_number_hash FROM list_refused_rows
                                              WHERE practice_id = ?1 AND list_id = ?2 AND row_number >= ?4
                                                AND brought_by = ?3)
   AND list_refused_rows.brought_by IN (SELECT file_number FROM list_files
                                         WHERE practice_id = ?1 AND list_id = ?2 AND state = 'kept')
