-- One bulk message as it was accepted.
SELECT list_id, list_name, channel, subject_sealed, text_sealed, send_at, chosen_at, patients_count,
       pressed_by, pressed_at, anyway_reason_sealed
  FROM bulk_messages
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
