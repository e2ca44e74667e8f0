-- Takes a file whose rows stopped coming for good.
UPDATE list_files
   SET state = 'abandoned'
 WHERE practice_id = ?1
   AND list_id = ?2
   AND state = 'receiving'
   AND received_at < ?3
