-- Switches SMS on or off for one practice.
UPDATE practices
   SET sms_enabled = ?2
 WHERE practice_id = ?1
