-- Whether any receipt of this gateway waits for its reference. Index: receipts_waiting.
-- Without the INDEXED BY that SQLite needs.
SELECT 1
  FROM receipts
 WHERE gateway_id = ?1
   AND state = 'waiting'
 ORDER BY gateway_id
 LIMIT 1
