-- What the gateway calls one part of an accepted attempt.
INSERT INTO attempt_parts (practice_id, bulk_message_id, position, attempt, part, parts, gateway_id,
                           provider_reference, state, accepted_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'accepted', ?9)
