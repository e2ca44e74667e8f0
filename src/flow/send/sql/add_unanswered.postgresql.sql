-- The attempts that are about to be stated as not confirmed. Index: messages_in_hand.
-- Without the INDEXED BY that SQLite needs; and it must be told what the parameters of a SELECT list are.
INSERT INTO attempts (practice_id, bulk_message_id, position, attempt, part, parts, gateway_id, ended_at, outcome,
                      reason)
SELECT practice_id, bulk_message_id, position, attempt, 1, 1, gateway_id, CAST(?5 AS BIGINT), 'in_doubt', CAST(?4 AS TEXT)
  FROM messages
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND state IN ('leased', 'attempting')
   AND state = 'attempting'
   AND state_at < ?3
    ON CONFLICT (practice_id, bulk_message_id, position, attempt, part) DO NOTHING
