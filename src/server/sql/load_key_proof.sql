-- The proof, or nothing before the first start. Index: the primary key.
SELECT key_proof_sealed
  FROM installation
 WHERE installation_id = 1
