-- What was noticed or repaired in one row of a file; looks through the list's warnings.
SELECT warning_number, file_number, line, heading, values_sealed, code
  FROM list_warnings
 WHERE practice_id = ?1
   AND list_id = ?2
   AND file_number = ?3
   AND line = ?4
 ORDER BY code, warning_number
