-- Whether any receipt of this gateway waits for its reference. Index: receipts_waiting.
-- Left to itself SQLite walks the primary key of the whole table; PostgreSQL knows no INDEXED BY and needs none.
SELECT 1
  FROM receipts INDEXED BY receipts_waiting
 WHERE gateway_id = ?1
   AND state = 'waiting'
 ORDER BY gateway_id
 LIMIT 1
