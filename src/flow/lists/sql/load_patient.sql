-- One patient of a list.
SELECT position, file_number, line, identity_sealed
  FROM list_patients
 WHERE practice_id = ?1
   AND list_id = ?2
   AND position = ?3
