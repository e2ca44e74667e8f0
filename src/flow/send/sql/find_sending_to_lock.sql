-- None: SQLite writes one transaction after the other, so nothing is to be locked. PostgreSQL's finds the practice_id and
-- the bulk message.
SELECT 0, 0
 WHERE ?1 IS NULL
   AND ?2 IS NULL
