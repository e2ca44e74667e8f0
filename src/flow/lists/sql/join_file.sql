-- A whole file's rows count from now on; a list's first file makes it a draft.
UPDATE patient_lists
   SET state = 'draft',
       records_count = patient_lists.records_count + file.records_count,
       accepted_count = patient_lists.accepted_count + file.accepted_count,
       refused_count = patient_lists.refused_count + file.refused_count,
       sms_count = patient_lists.sms_count + file.sms_count,
       email_count = patient_lists.email_count + file.email_count
  FROM (SELECT records_count, accepted_count, refused_count, sms_count, email_count
          FROM list_files
         WHERE practice_id = ?1 AND list_id = ?2 AND file_number = ?3) AS file
 WHERE practice_id = ?1
   AND list_id = ?2
   AND state IN ('receiving', 'draft')
