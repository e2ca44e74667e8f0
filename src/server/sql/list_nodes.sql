-- Every node that was seen of late, the oldest first. A table of a few rows.
SELECT node_id, host_name, version, started_at, seen_at
  FROM nodes
 ORDER BY started_at, node_id
