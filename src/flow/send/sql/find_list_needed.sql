-- Whether messages are still to be made for the patients of a list. Index: sendings_unfinished.
SELECT sendings.bulk_message_id
  FROM sendings
  JOIN bulk_messages ON bulk_messages.practice_id = sendings.practice_id
                    AND bulk_messages.bulk_message_id = sendings.bulk_message_id
 WHERE sendings.practice_id = ?1
   AND bulk_messages.list_id = ?2
   AND sendings.expanded_to < sendings.last_position
