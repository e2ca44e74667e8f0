-- An earlier attempt at a message that may have arrived: in doubt, or accepted and not said to have failed; one in
-- doubt first. Index: the primary key.
SELECT attempts.outcome
  FROM attempts
 WHERE attempts.practice_id = ?1
   AND attempts.bulk_message_id = ?2
   AND attempts.position = ?3
   AND attempts.attempt < ?4
   AND (attempts.outcome = 'in_doubt' OR attempts.outcome = 'accepted')
   AND NOT EXISTS (SELECT 1
                     FROM attempts AS same
                    WHERE same.practice_id = attempts.practice_id
                      AND same.bulk_message_id = attempts.bulk_message_id
                      AND same.position = attempts.position
                      AND same.attempt = attempts.attempt
                      AND same.heard = 'failed')
 ORDER BY attempts.outcome DESC
 LIMIT 1
