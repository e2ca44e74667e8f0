-- All rows of a file are here.
UPDATE list_files
   SET state = 'kept',
       source = ?4,
       encoding = ?5,
       bytes_count = ?6,
       heading_line = ?7,
       headings = ?8,
       report_run_at = ?9,
       records_count = ?10
 WHERE practice_id = ?1
   AND list_id = ?2
   AND file_number = ?3
   AND state = 'receiving'
