-- What the patients of a stretch of the list get, in its order. Index: the primary key.
SELECT position, content_sealed
  FROM message_contents
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND position >= ?3
   AND position <= ?4
 ORDER BY position
