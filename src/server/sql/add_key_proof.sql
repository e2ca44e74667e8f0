-- Proves which master key this installation has; the first to write it decides.
INSERT INTO installation (installation_id, key_proof_sealed)
VALUES (1, ?1)
    ON CONFLICT (installation_id) DO NOTHING
