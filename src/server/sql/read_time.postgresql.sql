-- What time it is where the rows are: the same for every node, whatever its own clock says.
SELECT CAST(FLOOR(EXTRACT(EPOCH FROM CLOCK_TIMESTAMP()) * 1000) AS BIGINT)
