-- What the engine has to do, of any practice, oldest first so that every one gets its turn. Index:
-- sendings_unfinished.
SELECT practice_id, bulk_message_id, channel, state, expanded_to, released_to, last_position, queued, give_up_at,
       patients_count
  FROM sendings
 WHERE state = 'sending' OR expanded_to < last_position
 ORDER BY bulk_message_id, practice_id
