-- Switches the feature on or off for one practice.
UPDATE practices
   SET bulk_messages_enabled = ?2
 WHERE practice_id = ?1
