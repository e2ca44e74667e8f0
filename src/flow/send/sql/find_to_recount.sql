-- Bulk messages of any practice that have changed since they were recounted, those recounted longest ago first.
-- Index: sendings_to_recount.
SELECT practice_id, bulk_message_id
  FROM sendings
 WHERE recounted_at <= changed_at
   AND recounted_at <= ?1
 ORDER BY recounted_at
 LIMIT ?2
