-- The node ended in good order. Index: the primary key.
DELETE FROM nodes
 WHERE node_id = ?1
