-- Receipts that wait although their reference is known. Index: receipts_orphaned.
-- Without the INDEXED BY that SQLite needs.
SELECT receipts.gateway_id, receipts.batch_id, receipts.batch_number, receipts.provider_reference, receipts.says,
       receipts.reason
  FROM receipts
 WHERE receipts.state = 'waiting'
   AND receipts.received_at >= ?1
   AND EXISTS (SELECT 1 FROM attempts
                WHERE attempts.gateway_id = receipts.gateway_id
                  AND attempts.provider_reference = receipts.provider_reference)
 ORDER BY receipts.received_at
 LIMIT ?2
