-- Index: sendings_miscounted. The PostgreSQL file leaves it out, and finds it by itself.
SELECT bulk_message_id
  FROM sendings INDEXED BY sendings_miscounted
 WHERE practice_id = ?1
   AND miscounted = 1
 ORDER BY bulk_message_id
