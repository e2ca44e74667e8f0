-- What one patient gets.
SELECT content_sealed
  FROM message_contents
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND position = ?3
