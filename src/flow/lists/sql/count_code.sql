-- So many rows more, or fewer, that a code is about.
INSERT INTO list_code_counts (practice_id, list_id, kind, code, rows_count)
VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (practice_id, list_id, kind, code)
DO UPDATE SET rows_count = list_code_counts.rows_count + excluded.rows_count
