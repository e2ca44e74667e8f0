-- What a list holds by NHS number: its patients, and rows that stand against each other (without a position).
SELECT nhs_number_hash, position, mobile_hash
  FROM list_patients
 WHERE practice_id = ?1
   AND list_id = ?2
   AND file_number IN (SELECT file_number FROM list_files
                        WHERE practice_id = ?1 AND list_id = ?2 AND state = 'kept')
UNION ALL
SELECT list_refused_rows.nhs_number_hash, NULL, NULL
  FROM list_reasons
  JOIN list_refused_rows ON list_refused_rows.practice_id = list_reasons.practice_id
                        AND list_refused_rows.list_id = list_reasons.list_id
                        AND list_refused_rows.row_number = list_reasons.row_number
 WHERE list_reasons.practice_id = ?1
   AND list_reasons.list_id = ?2
   AND list_reasons.code = 'duplicate.conflict'
   AND list_refused_rows.brought_by IN (SELECT file_number FROM list_files
                                         WHERE practice_id = ?1 AND list_id = ?2 AND state = 'kept')
