-- The same row for one bulk message.
SELECT bulk_messages.bulk_message_id, bulk_messages.channel, bulk_messages.list_name,
       bulk_messages.pressed_by, bulk_messages.pressed_at, bulk_messages.send_at, sendings.started_at,
       sendings.ended_at, bulk_messages.text_sealed, sendings.state, sendings.patients_count,
       sendings.segments_count, bulk_messages.list_id, bulk_messages.timing,
       sendings.planned, sendings.queued, sendings.leased, sendings.attempting, sendings.accepted,
       sendings.delivered, sendings.failed, sendings.refused, sendings.in_doubt, sendings.no_receipt,
       sendings.skipped, sendings.cancelled, sendings.expired, sendings.held,
       sendings.paused_because, sendings.give_up_at, sendings.at_any_time
  FROM bulk_messages
  JOIN sendings
    ON sendings.practice_id = bulk_messages.practice_id
   AND sendings.bulk_message_id = bulk_messages.bulk_message_id
 WHERE bulk_messages.practice_id = ?1
   AND bulk_messages.bulk_message_id = ?2
