-- The counts of a list go with its rows.
DELETE FROM list_code_counts
 WHERE practice_id = ?1
   AND list_id = ?2
