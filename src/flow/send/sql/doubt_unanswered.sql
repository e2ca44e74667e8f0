-- Marked long ago, and nobody recorded the end: the gateway may have it. Index: messages_in_hand.
-- Left to itself SQLite walks the primary key of the whole table; PostgreSQL knows no INDEXED BY and needs none.
UPDATE messages INDEXED BY messages_in_hand
   SET state = 'in_doubt',
       reason = ?4,
       state_at = ?5
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND state IN ('leased', 'attempting')
   AND state = 'attempting'
   AND state_at < ?3
