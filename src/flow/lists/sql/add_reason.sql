-- One reason of a refused row; run for thousands at a time. A row may have one reason in two columns.
INSERT INTO list_reasons (practice_id, list_id, code, row_number)
VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (practice_id, list_id, code, row_number) DO NOTHING
