-- Keeps what was written.
UPDATE drafts
   SET channel = ?3,
       subject_sealed = ?4,
       text_sealed = ?5,
       timing = ?6,
       typed_time_sealed = ?7,
       written_by = ?8,
       changed_at = ?9
 WHERE practice_id = ?1
   AND draft_id = ?2
