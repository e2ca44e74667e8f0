-- Who may do what: practices, their users, sessions and API keys, and what was done.
-- Every table leads with practice_id. Look-ups made before the practice is known are exempt by name: the email
-- hash at sign-in (index users_by_email). Times are milliseconds since 1970, UTC; truth is 0 or 1.
CREATE TABLE practices (
    practice_id BIGINT PRIMARY KEY,
    ods_code TEXT NOT NULL,
    name TEXT NOT NULL,
    bulk_messages_enabled BIGINT NOT NULL CHECK (bulk_messages_enabled IN (0, 1)),
    sms_enabled BIGINT NOT NULL CHECK (sms_enabled IN (0, 1)),
    sms_sender TEXT NOT NULL,
    email_reply_to TEXT NOT NULL,
    patients_max BIGINT NOT NULL CHECK (patients_max > 0),
    undo_seconds BIGINT NOT NULL CHECK (undo_seconds BETWEEN 0 AND 300),
    send_window TEXT NOT NULL,
    key_wrapped BYTEA NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX practices_by_ods_code ON practices (ods_code);

CREATE TABLE users (
    practice_id BIGINT NOT NULL REFERENCES practices (practice_id),
    user_id BIGINT NOT NULL,
    email_hash BYTEA NOT NULL,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('manager', 'sender')),
    password_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,
    PRIMARY KEY (practice_id, user_id)
);

CREATE INDEX users_by_email ON users (email_hash);

-- The cookie holds the practice and a 256-bit token; only its hash is here.
CREATE TABLE sessions (
    practice_id BIGINT NOT NULL REFERENCES practices (practice_id),
    token_hash BYTEA NOT NULL,
    user_id BIGINT NOT NULL,
    csrf_token TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (practice_id, token_hash)
);

CREATE TABLE api_keys (
    practice_id BIGINT NOT NULL REFERENCES practices (practice_id),
    api_key_id BIGINT NOT NULL,
    label TEXT NOT NULL,
    secret_hash BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT,
    PRIMARY KEY (practice_id, api_key_id)
);

-- What was done, by whom, to what. `subject` names a thing by its id; nothing about a patient is ever here.
CREATE TABLE audit_events (
    practice_id BIGINT NOT NULL REFERENCES practices (practice_id),
    audit_event_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    PRIMARY KEY (practice_id, audit_event_id)
);
