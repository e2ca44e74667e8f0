-- Of which patient a refused row is, where it is one.
SELECT nhs_number_hash
  FROM list_refused_rows
 WHERE practice_id = ?1
   AND list_id = ?2
   AND row_number = ?3
