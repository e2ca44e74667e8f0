-- The gateway has told a name of an attempt in doubt: the next part of it that is heard of, and no more parts than it has.
INSERT INTO attempts (practice_id, bulk_message_id, position, attempt, part, parts, gateway_id, ended_at, outcome,
                      provider_reference)
SELECT CAST(?1 AS BIGINT), CAST(?2 AS BIGINT), CAST(?3 AS BIGINT), CAST(?4 AS BIGINT), 1 + COUNT(*),
       CAST(?5 AS BIGINT), CAST(?6 AS TEXT), CAST(?7 AS BIGINT), 'accepted', CAST(?8 AS TEXT)
  FROM attempts
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND position = ?3
   AND attempt = ?4
   AND outcome = 'accepted'
HAVING COUNT(*) < ?5
    ON CONFLICT (practice_id, bulk_message_id, position, attempt, part) DO UPDATE
   SET parts = excluded.parts,
       gateway_id = excluded.gateway_id,
       ended_at = excluded.ended_at,
       outcome = excluded.outcome,
       reason = NULL,
       detail = NULL,
       provider_reference = excluded.provider_reference
 WHERE attempts.outcome = 'in_doubt'
