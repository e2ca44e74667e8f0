-- What is to be left out, of all practices. Exempt from practice_id: it is the sweeper's search for work.
-- Index: list_leaving_out_by_time.
SELECT practice_id, list_id, code, actor
  FROM list_leaving_out
 ORDER BY asked_at, list_id, code
 LIMIT ?1
