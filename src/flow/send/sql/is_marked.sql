-- Whether this attempt was marked by this node, and nobody has its end. Index: the primary key.
SELECT state
  FROM messages
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND position = ?3
   AND attempt = ?4
   AND node_id = ?5
   AND (state = 'attempting' OR state = 'in_doubt')
