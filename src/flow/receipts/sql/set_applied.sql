-- It waits no longer.
UPDATE receipts
   SET state = 'applied'
 WHERE gateway_id = ?1
   AND batch_id = ?2
   AND batch_number = ?3
