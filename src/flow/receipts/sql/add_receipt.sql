-- Keeps a receipt as it came.
INSERT INTO receipts (gateway_id, batch_id, batch_number, provider_reference, says, reason, detail, reported_at,
                      received_at, raw_sealed, state, repeats_sealed)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
