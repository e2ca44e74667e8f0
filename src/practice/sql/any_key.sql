-- Any practice's key, to see whether the master key is the one that wrapped it. Exempt from one practice: it looks for
-- the first there is.
SELECT practice_id, key_wrapped
  FROM practices
 ORDER BY practice_id
 LIMIT 1
