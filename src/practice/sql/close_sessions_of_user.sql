-- Ends every session of one user.
DELETE FROM sessions
 WHERE practice_id = ?1
   AND user_id = ?2
