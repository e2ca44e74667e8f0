-- Moves the cursor forward, in the transaction of the rows it passes.
UPDATE sendings
   SET expanded_to = ?3,
       released_to = ?4,
       segments_count = segments_count + ?5
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
