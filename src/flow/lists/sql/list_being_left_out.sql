-- For which reasons rows of a list are being left out. Index: the primary key.
SELECT code
  FROM list_leaving_out
 WHERE practice_id = ?1
   AND list_id = ?2
 ORDER BY code
