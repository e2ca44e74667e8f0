-- Who may use how much of which gateway. A table of a few rows.
SELECT node_id, gateway_id, rate_millionths, connections
  FROM gateway_shares
 WHERE until > ?1
 ORDER BY node_id, gateway_id
