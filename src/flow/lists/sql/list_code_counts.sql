-- How many rows each code of a list is about.
SELECT code, rows_count
  FROM list_code_counts
 WHERE practice_id = ?1
   AND list_id = ?2
   AND kind = ?3
   AND rows_count > 0
 ORDER BY rows_count DESC, code
