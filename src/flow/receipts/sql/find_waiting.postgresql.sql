-- Receipts that came before their reference was known, in the order in which they came. Index: receipts_waiting.
-- Without the INDEXED BY that SQLite needs.
SELECT batch_id, batch_number, says, reason
  FROM receipts
 WHERE gateway_id = ?1
   AND provider_reference = ?2
   AND state = 'waiting'
 ORDER BY received_at, batch_id, batch_number
