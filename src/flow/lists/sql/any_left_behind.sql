-- Whether any list of any practice is being stored. Exempt from practice_id. Index: patient_lists_unconfirmed.
SELECT 1
  FROM patient_lists
 WHERE state = 'receiving'
 ORDER BY state
 LIMIT 1
