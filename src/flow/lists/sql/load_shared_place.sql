-- Where the next number that many patients share would stand.
SELECT COALESCE(MAX(place), 0) + 1
  FROM list_shared_mobiles
 WHERE practice_id = ?1
   AND list_id = ?2
