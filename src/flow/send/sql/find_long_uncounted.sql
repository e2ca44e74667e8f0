-- Bulk messages of any practice that were recounted longest ago, changed since or not. Index: sendings_recounted.
SELECT practice_id, bulk_message_id
  FROM sendings
 WHERE recounted_at <= ?1
 ORDER BY recounted_at
 LIMIT ?2
