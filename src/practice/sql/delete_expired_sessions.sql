-- Sweeps one practice's sessions that are past their life; run at each sign-in.
DELETE FROM sessions
 WHERE practice_id = ?1
   AND expires_at <= ?2
