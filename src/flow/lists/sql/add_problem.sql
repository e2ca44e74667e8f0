-- One refused row's reason, or one warning.
INSERT INTO list_problems (practice_id, list_id, problem_number, line, refused, code, heading, found_sealed)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
