-- How many messages each node holds, of all practices: leased, and given away without an answer. Index:
-- messages_in_hand. Without the INDEXED BY that SQLite needs.
SELECT COALESCE(node_id, 0), state, COUNT(*)
  FROM messages
 WHERE state IN ('leased', 'attempting')
 GROUP BY node_id, state
