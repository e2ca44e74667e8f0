-- Whether it is there. SQLite writes one transaction after the other, so nothing is to be locked.
SELECT state
  FROM sendings
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
