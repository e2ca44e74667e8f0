-- A row that is a patient by itself. Index: the primary key.
SELECT row_number, file_number, line, reasons, identity_sealed
  FROM list_refused_rows
 WHERE practice_id = ?1
   AND list_id = ?2
   AND row_number = ?3
   AND identity_sealed IS NOT NULL
