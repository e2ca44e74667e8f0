-- Whether a bulk message to a list is not at its end, or messages of it are still to be made. Looks through the
-- practice's bulk messages, which happens when somebody deletes a list.
SELECT sendings.bulk_message_id
  FROM bulk_messages
  JOIN sendings ON sendings.practice_id = bulk_messages.practice_id
               AND sendings.bulk_message_id = bulk_messages.bulk_message_id
 WHERE bulk_messages.practice_id = ?1
   AND bulk_messages.list_id = ?2
   AND ((sendings.state <> 'ended' AND sendings.state <> 'stopped')
        OR sendings.expanded_to < sendings.last_position)
