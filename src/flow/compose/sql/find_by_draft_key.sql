-- What a draft (or an API idempotency key) became. Index: bulk_messages_by_draft.
SELECT bulk_message_id
  FROM bulk_messages
 WHERE practice_id = ?1
   AND draft_key = ?2
