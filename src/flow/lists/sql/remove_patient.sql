-- A patient is no longer on a draft.
DELETE FROM list_patients
 WHERE practice_id = ?1
   AND list_id = ?2
   AND position = ?3
