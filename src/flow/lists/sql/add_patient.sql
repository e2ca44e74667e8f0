-- One accepted patient; run for thousands at a time.
INSERT INTO list_patients (practice_id, list_id, position, file_number, line, nhs_number_hash, mobile_hash,
                           email_hash, identity_sealed)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
