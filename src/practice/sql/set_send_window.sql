-- The hours in which a practice's messages leave.
UPDATE practices
   SET send_window = ?2
 WHERE practice_id = ?1
