-- Nobody else changes it or its messages until this transaction ends. SQLite needs no lock: it writes one transaction
-- after the other.
SELECT state
  FROM sendings
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   FOR UPDATE
