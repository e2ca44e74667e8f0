-- One draft.
SELECT list_id, channel, subject_sealed, text_sealed, send_at
  FROM drafts
 WHERE practice_id = ?1
   AND draft_id = ?2
