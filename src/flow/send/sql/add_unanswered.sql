-- The attempts that are about to be stated as not confirmed. Index: messages_in_hand.
-- Left to itself SQLite walks the primary key of the whole table; PostgreSQL knows no INDEXED BY and needs none.
INSERT INTO attempts (practice_id, bulk_message_id, position, attempt, part, parts, gateway_id, ended_at, outcome,
                      reason)
SELECT practice_id, bulk_message_id, position, attempt, 1, 1, gateway_id, ?5, 'in_doubt', ?4
  FROM messages INDEXED BY messages_in_hand
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND state IN ('leased', 'attempting')
   AND state = 'attempting'
   AND state_at < ?3
    ON CONFLICT (practice_id, bulk_message_id, position, attempt, part) DO NOTHING
