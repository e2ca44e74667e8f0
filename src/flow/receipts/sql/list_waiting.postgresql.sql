-- Receipts that wait and repeat something of their message, oldest first. Index: receipts_orphaned.
-- Without the INDEXED BY that SQLite needs.
SELECT gateway_id, batch_id, batch_number, provider_reference, says, reason, repeats_sealed
  FROM receipts
 WHERE state = 'waiting'
   AND repeats_sealed IS NOT NULL
   AND received_at >= ?1
 ORDER BY received_at
 LIMIT ?2
