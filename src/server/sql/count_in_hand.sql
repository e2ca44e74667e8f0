-- How many messages each node holds, of all practices: leased, and given away without an answer. Index:
-- messages_in_hand. Left to itself SQLite reads the whole table; PostgreSQL knows no INDEXED BY and needs none.
SELECT COALESCE(node_id, 0), state, COUNT(*)
  FROM messages INDEXED BY messages_in_hand
 WHERE state IN ('leased', 'attempting')
 GROUP BY node_id, state
