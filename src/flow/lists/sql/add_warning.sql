-- One warning; run for thousands at a time.
INSERT INTO list_warnings (practice_id, list_id, code, warning_number, file_number, line, heading, values_sealed)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
