-- One draft.
SELECT list_id, channel, subject_sealed, text_sealed, timing, typed_time_sealed
  FROM drafts
 WHERE practice_id = ?1
   AND draft_id = ?2
