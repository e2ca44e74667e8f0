-- How sending is as a whole, over all practices: counts and ages only. Indexes: sendings_unfinished, sendings_in_hand,
-- sendings_in_doubt, sendings_unreceipted, sendings_miscounted; for the ages messages_queued and messages_unreceipted.
SELECT (SELECT coalesce(sum(queued + leased), 0) FROM sendings WHERE state = 'sending'),
       (SELECT min((SELECT min(messages.due_at)
                      FROM messages
                     WHERE messages.practice_id = sendings.practice_id
                       AND messages.bulk_message_id = sendings.bulk_message_id
                       AND messages.state = 'queued'))
          FROM sendings
         WHERE sendings.state = 'sending'),
       (SELECT coalesce(sum(attempting), 0) FROM sendings WHERE leased > 0 OR attempting > 0),
       (SELECT coalesce(sum(in_doubt), 0) FROM sendings WHERE in_doubt > 0),
       (SELECT coalesce(sum(accepted), 0) FROM sendings WHERE accepted > 0),
       (SELECT min((SELECT min(messages.state_at)
                      FROM messages
                     WHERE messages.practice_id = sendings.practice_id
                       AND messages.bulk_message_id = sendings.bulk_message_id
                       AND messages.state = 'accepted'))
          FROM sendings
         WHERE sendings.accepted > 0),
       (SELECT count(*) FROM sendings WHERE miscounted = 1)
