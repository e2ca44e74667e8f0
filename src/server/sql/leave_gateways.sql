-- What the node does not use any more; others may have it at once. A table of a few rows.
DELETE FROM gateway_shares
 WHERE node_id = ?1
