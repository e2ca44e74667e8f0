-- It waits no longer.
UPDATE receipts
   SET state = 'applied'
 WHERE gateway_id = ?1
   AND receipt_id = ?2
