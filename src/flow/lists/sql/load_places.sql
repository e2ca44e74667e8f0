-- Where the next patient, refused row and warning of a list would stand, and what state it is in.
SELECT state, revision, next_position, next_row, next_warning, report_run_at, ages, accepted_count
  FROM patient_lists
 WHERE practice_id = ?1
   AND list_id = ?2
