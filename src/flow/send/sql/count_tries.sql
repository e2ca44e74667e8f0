-- Earlier attempts at a message that ended for the same reason. Index: the primary key.
SELECT COUNT(*)
  FROM attempts
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND position = ?3
   AND attempt < ?4
   AND reason = ?5
