-- What is to be said, to which list, when. A draft becomes at most one bulk message: the draft's id is the form
-- token, and bulk_messages_by_draft makes a second press of Send find the first (G3). 'Send later' is kept as it
-- was typed, which may not be a time yet: only what is understood becomes a bulk message.
CREATE TABLE drafts (
    practice_id BIGINT NOT NULL REFERENCES practices (practice_id),
    draft_id BIGINT NOT NULL,
    list_id BIGINT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('sms', 'email')),
    subject_sealed BYTEA NOT NULL,
    text_sealed BYTEA NOT NULL,
    timing TEXT NOT NULL CHECK (timing IN ('now', 'later')),
    typed_time_sealed BYTEA,
    anyway_reason_sealed BYTEA, -- why it may leave outside the practice's hours; none: it keeps to them
    replaces BIGINT, -- a bulk message that was taken back to be changed
    revision BIGINT NOT NULL, -- each save makes the next
    written_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (practice_id, draft_id),
    FOREIGN KEY (practice_id, list_id) REFERENCES patient_lists (practice_id, list_id),
    CHECK ((timing = 'later') = (typed_time_sealed IS NOT NULL))
);

CREATE INDEX drafts_by_replaced ON drafts (practice_id, replaces) WHERE replaces IS NOT NULL;

CREATE TABLE bulk_messages (
    practice_id BIGINT NOT NULL REFERENCES practices (practice_id),
    bulk_message_id BIGINT NOT NULL,
    draft_key TEXT NOT NULL,
    list_id BIGINT NOT NULL,
    list_name TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('sms', 'email')),
    subject_sealed BYTEA NOT NULL,
    text_sealed BYTEA NOT NULL,
    timing TEXT NOT NULL CHECK (timing IN ('now', 'later')),
    send_at BIGINT NOT NULL,
    chosen_at BIGINT,
    anyway_reason_sealed BYTEA,
    patients_count BIGINT NOT NULL CHECK (patients_count > 0),
    pressed_by TEXT NOT NULL,
    pressed_at BIGINT NOT NULL,
    PRIMARY KEY (practice_id, bulk_message_id),
    FOREIGN KEY (practice_id, list_id) REFERENCES patient_lists (practice_id, list_id)
);

CREATE UNIQUE INDEX bulk_messages_by_draft ON bulk_messages (practice_id, draft_key);
CREATE INDEX bulk_messages_newest ON bulk_messages (practice_id, pressed_at, bulk_message_id);

-- When it starts. The row is the job: the scheduler releases rows whose time has come.
CREATE TABLE schedules (
    practice_id BIGINT NOT NULL,
    bulk_message_id BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'released')),
    due_at BIGINT NOT NULL,
    released_at BIGINT,
    PRIMARY KEY (practice_id, bulk_message_id),
    FOREIGN KEY (practice_id, bulk_message_id) REFERENCES bulk_messages (practice_id, bulk_message_id),
    CHECK ((state = 'released') = (released_at IS NOT NULL))
);

CREATE INDEX schedules_due ON schedules (due_at) WHERE state = 'waiting';
