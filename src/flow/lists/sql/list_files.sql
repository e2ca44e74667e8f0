-- The files a list was put together from.
SELECT file_number, file_name, sha256, uploaded_by, uploaded_at, source, encoding, bytes_count, heading_line,
       headings, report_run_at, records_count
  FROM list_files
 WHERE practice_id = ?1
   AND list_id = ?2
   AND state = 'kept'
 ORDER BY file_number
