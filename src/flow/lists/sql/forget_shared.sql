-- The shared numbers are found anew with every file.
DELETE FROM list_shared_mobiles
 WHERE practice_id = ?1
   AND list_id = ?2
