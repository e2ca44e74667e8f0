-- Nodes that were not seen for a long time. A table of a few rows.
DELETE FROM nodes
 WHERE seen_at < ?1
