-- One patient fewer has a number that many share.
UPDATE list_shared_mobiles
   SET patients_count = patients_count - 1
 WHERE practice_id = ?1
   AND list_id = ?2
   AND mobile_hash = ?3
