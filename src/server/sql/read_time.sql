-- What time it is where the rows are. SQLite runs in the process itself, so this is the machine's own clock.
SELECT CAST(ROUND((JULIANDAY('now') - 2440587.5) * 86400000) AS INTEGER)
