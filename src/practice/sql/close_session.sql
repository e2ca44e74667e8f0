-- Signs out.
DELETE FROM sessions
 WHERE practice_id = ?1
   AND token_hash = ?2
