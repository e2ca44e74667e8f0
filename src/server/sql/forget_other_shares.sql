-- Where there is only one node, whatever others hold is a dead process's. A table of a few rows.
DELETE FROM gateway_shares
 WHERE node_id <> ?1
