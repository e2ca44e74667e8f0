-- The bulk message of the newest part with this reference, to be locked before anything of it is read. Exempt from
-- practice_id: the practice is what it finds. Index: attempts_by_reference.
SELECT practice_id, bulk_message_id
  FROM attempts
 WHERE gateway_id = ?1
   AND provider_reference = ?2
 ORDER BY ended_at DESC
 LIMIT 1
