-- A number that fewer than ?3 patients have is told of no longer.
DELETE FROM list_shared_mobiles
 WHERE practice_id = ?1
   AND list_id = ?2
   AND patients_count < ?3
