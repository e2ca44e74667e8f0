-- Who may do what: practices, their users, sessions and API keys, and what was done.
-- Every table leads with practice_id. Look-ups made before the practice is known are exempt by name: the email
-- hash at sign-in (index users_by_email). Times are milliseconds since 1970, UTC; truth is 0 or 1.
CREATE TABLE practices (
    practice_id INTEGER PRIMARY KEY,
    ods_code TEXT NOT NULL,
    name TEXT NOT NULL,
    bulk_messages_enabled INTEGER NOT NULL CHECK (bulk_messages_enabled IN (0, 1)),
    sms_enabled INTEGER NOT NULL CHECK (sms_enabled IN (0, 1)),
    sms_sender TEXT NOT NULL,
    email_reply_to TEXT NOT NULL,
    patients_max INTEGER NOT NULL CHECK (patients_max > 0),
    undo_seconds INTEGER NOT NULL CHECK (undo_seconds BETWEEN 0 AND 300),
    send_window TEXT NOT NULL,
    key_wrapped BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX practices_by_ods_code ON practices (ods_code);

CREATE TABLE users (
    practice_id INTEGER NOT NULL REFERENCES practices (practice_id),
    user_id INTEGER NOT NULL,
    email_hash BLOB NOT NULL,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('manager', 'sender')),
    password_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    disabled_at INTEGER,
    PRIMARY KEY (practice_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX users_by_email ON users (email_hash);

-- The cookie holds the practice and a 256-bit token; only its hash is here.
CREATE TABLE sessions (
    practice_id INTEGER NOT NULL REFERENCES practices (practice_id),
    token_hash BLOB NOT NULL,
    user_id INTEGER NOT NULL,
    csrf_token TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (practice_id, token_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
    practice_id INTEGER NOT NULL REFERENCES practices (practice_id),
    api_key_id INTEGER NOT NULL,
    label TEXT NOT NULL,
    secret_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER,
    PRIMARY KEY (practice_id, api_key_id)
) STRICT, WITHOUT ROWID;

-- What was done, by whom, to what. `subject` names a thing by its id; nothing about a patient is ever here.
CREATE TABLE audit_events (
    practice_id INTEGER NOT NULL REFERENCES practices (practice_id),
    audit_event_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    PRIMARY KEY (practice_id, audit_event_id)
) STRICT, WITHOUT ROWID;
