-- All rows are here: the list can be reviewed. Counts its patients once, so that no page ever has to.
UPDATE patient_lists
   SET state = 'draft',
       source = ?3,
       file_bytes = ?4,
       report_run_at = ?5,
       records_count = ?6,
       rejected_count = ?7,
       accepted_count = (SELECT COUNT(*) FROM list_patients
                          WHERE practice_id = ?1 AND list_id = ?2),
       sms_count = (SELECT COUNT(mobile_hash) FROM list_patients
                     WHERE practice_id = ?1 AND list_id = ?2),
       email_count = (SELECT COUNT(email_hash) FROM list_patients
                       WHERE practice_id = ?1 AND list_id = ?2)
 WHERE practice_id = ?1
   AND list_id = ?2
   AND state = 'receiving'
