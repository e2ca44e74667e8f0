-- The newest part with this reference. Exempt from practice_id: the practice is what it finds.
-- Index: attempt_parts_by_reference.
SELECT practice_id, bulk_message_id, position, attempt, part, state
  FROM attempt_parts
 WHERE gateway_id = ?1
   AND provider_reference = ?2
 ORDER BY accepted_at DESC
 LIMIT 1
