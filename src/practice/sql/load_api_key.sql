-- The label of a key whose secret is this one and which is not revoked.
SELECT label
  FROM api_keys
 WHERE practice_id = ?1
   AND api_key_id = ?2
   AND secret_hash = ?3
   AND revoked_at IS NULL
