-- The sending of an accepted bulk message: every patient is planned, and no attempt begins after ?7.
INSERT INTO sendings (practice_id, bulk_message_id, state, channel, patients_count, planned, last_position,
                      changed_at, give_up_at, at_any_time)
VALUES (?1, ?2, 'scheduled', ?3, ?4, ?4, ?5, ?6, ?7, ?8)
