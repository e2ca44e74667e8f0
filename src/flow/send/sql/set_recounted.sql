-- Wrong counts are recounted again and again, until they are right.
UPDATE sendings
   SET recounted_at = CASE WHEN ?4 = 1 THEN changed_at ELSE ?3 END,
       miscounted = ?4
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
