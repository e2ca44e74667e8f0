-- Keeps what was written, unless somebody else saved it since it was read (then 0 rows).
UPDATE drafts
   SET channel = ?3,
       subject_sealed = ?4,
       text_sealed = ?5,
       timing = ?6,
       typed_time_sealed = ?7,
       anyway_reason_sealed = ?8,
       written_by = ?9,
       changed_at = ?10,
       revision = revision + 1
 WHERE practice_id = ?1
   AND draft_id = ?2
   AND revision = ?11
