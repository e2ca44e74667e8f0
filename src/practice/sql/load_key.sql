-- A practice's key, wrapped by the master key.
SELECT key_wrapped
  FROM practices
 WHERE practice_id = ?1
