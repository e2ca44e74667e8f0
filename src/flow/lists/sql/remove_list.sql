-- A confirmed list is to lose its patients.
UPDATE patient_lists
   SET state = 'deleting',
       deleted_by = ?3,
       deleted_at = ?4
 WHERE practice_id = ?1
   AND list_id = ?2
   AND state = 'confirmed'
