-- Receipts that came before their reference was known, in the order in which they came. Index: receipts_waiting.
-- Left to itself SQLite walks the primary key of the whole table; PostgreSQL knows no INDEXED BY and needs none.
SELECT batch_id, batch_number, says, reason
  FROM receipts INDEXED BY receipts_waiting
 WHERE gateway_id = ?1
   AND provider_reference = ?2
   AND state = 'waiting'
 ORDER BY received_at, batch_id, batch_number
