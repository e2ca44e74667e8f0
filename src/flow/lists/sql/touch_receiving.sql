-- Rows are coming; 0 rows when the file was abandoned meanwhile.
UPDATE list_files
   SET received_at = ?4,
       accepted_count = accepted_count + ?5,
       sms_count = sms_count + ?6,
       email_count = email_count + ?7,
       refused_count = refused_count + ?8
 WHERE practice_id = ?1
   AND list_id = ?2
   AND file_number = ?3
   AND state = 'receiving'
