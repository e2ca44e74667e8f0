-- An empty draft for a confirmed list.
INSERT INTO drafts (practice_id, draft_id, list_id, channel, subject_sealed, text_sealed, timing,
                    typed_time_sealed, replaces, revision, written_by, changed_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'now', NULL, ?9, 0, ?7, ?8)
