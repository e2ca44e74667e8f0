-- Files that nobody will finish: abandoned, or without rows for long. Exempt from practice_id: it is the sweeper's
-- search for work. Index: list_files_unkept.
-- Without the INDEXED BY that SQLite needs.
SELECT practice_id, list_id
  FROM list_files
 WHERE state <> 'kept'
   AND (state = 'abandoned' OR received_at < ?1)
 ORDER BY practice_id, list_id
 LIMIT ?2
