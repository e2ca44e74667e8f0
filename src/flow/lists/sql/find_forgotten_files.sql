-- Files that nobody will finish: abandoned, or without rows for long. Exempt from practice_id: it is the sweeper's
-- search for work. Index: list_files_unkept.
-- Left to itself SQLite reads every file there is; PostgreSQL knows no INDEXED BY and needs none.
SELECT practice_id, list_id
  FROM list_files INDEXED BY list_files_unkept
 WHERE state <> 'kept'
   AND (state = 'abandoned' OR received_at < ?1)
 ORDER BY practice_id, list_id
 LIMIT ?2
