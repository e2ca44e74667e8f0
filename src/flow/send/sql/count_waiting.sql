-- How many have not left yet. Index: the primary key.
SELECT planned + queued + leased + held
  FROM sendings
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
