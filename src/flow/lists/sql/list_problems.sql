-- One page of a list's refused rows, or of its warnings, in file order. Index: the primary key.
SELECT problem_number, line, code, heading, found_sealed
  FROM list_problems
 WHERE practice_id = ?1
   AND list_id = ?2
   AND refused = ?3
   AND problem_number > ?4
 ORDER BY problem_number
 LIMIT ?5
