-- Index: sendings_miscounted, which SQLite has to be told.
SELECT bulk_message_id
  FROM sendings
 WHERE practice_id = ?1
   AND miscounted = 1
 ORDER BY bulk_message_id
