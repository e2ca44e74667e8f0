-- One line of the audit.
INSERT INTO audit_events (practice_id, audit_event_id, at, actor, action, subject)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
