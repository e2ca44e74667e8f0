-- One draft.
SELECT list_id, channel, subject_sealed, text_sealed, timing, typed_time_sealed, anyway_reason_sealed,
       replaces, revision, written_by, changed_at
  FROM drafts
 WHERE practice_id = ?1
   AND draft_id = ?2
