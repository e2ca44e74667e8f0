-- One refused row; run for thousands at a time.
INSERT INTO list_refused_rows (practice_id, list_id, row_number, file_number, brought_by, line, state, reasons,
                               cells_sealed, nhs_number_hash, says_hash, identity_sealed)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'refused', ?7, ?8, ?9, ?10, ?11)
