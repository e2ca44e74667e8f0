-- How an attempt ended, or one part of it. One that a sweep stated as in doubt is corrected by an answer that came
-- after all.
INSERT INTO attempts (practice_id, bulk_message_id, position, attempt, part, parts, gateway_id, ended_at, outcome,
                      reason, detail, provider_reference)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
    ON CONFLICT (practice_id, bulk_message_id, position, attempt, part) DO UPDATE
   SET parts = excluded.parts,
       gateway_id = excluded.gateway_id,
       ended_at = excluded.ended_at,
       outcome = excluded.outcome,
       reason = excluded.reason,
       detail = excluded.detail,
       provider_reference = excluded.provider_reference
 WHERE attempts.outcome = 'in_doubt'
