-- Removes the notices of one row; looks through the list's warnings.
DELETE FROM list_warnings
 WHERE practice_id = ?1
   AND list_id = ?2
   AND file_number = ?3
   AND line = ?4
