-- What each node may use of one gateway. Index: the primary key.
SELECT node_id, rate_millionths, connections
  FROM gateway_shares
 WHERE gateway_id = ?1
   AND until > ?2
 ORDER BY node_id
