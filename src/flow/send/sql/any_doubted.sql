-- Whether any message of any practice is in doubt. Index: sendings_in_doubt.
SELECT 1
  FROM sendings
 WHERE in_doubt > 0
 LIMIT 1
