-- What was uploaded. Identities are one sealed value a patient; the keyed hashes serve exact look-ups and tell
-- which channel can reach whom. A list is 'receiving' while its rows arrive (received_at: the last of them),
-- 'draft' while it is reviewed, and frozen from 'confirmed' on. An 'abandoned' one is nobody's any more and is
-- being swept away: it was left behind by a process that is gone, or nobody confirmed it.
CREATE TABLE patient_lists (
    practice_id BIGINT NOT NULL REFERENCES practices (practice_id),
    list_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('receiving', 'draft', 'confirmed', 'abandoned')),
    source TEXT NOT NULL CHECK (source IN ('emis', 'systmone', 'other')),
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    file_bytes BIGINT NOT NULL,
    upload_key TEXT NOT NULL,
    uploaded_by TEXT NOT NULL,
    uploaded_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    report_run_at BIGINT,
    records_count BIGINT NOT NULL,
    accepted_count BIGINT NOT NULL,
    rejected_count BIGINT NOT NULL,
    sms_count BIGINT NOT NULL,
    email_count BIGINT NOT NULL,
    PRIMARY KEY (practice_id, list_id),
    CHECK ((state = 'confirmed') = (confirmed_at IS NOT NULL))
);

-- One upload makes one list, however often the request arrives; an abandoned one frees its key.
CREATE UNIQUE INDEX patient_lists_by_upload ON patient_lists (practice_id, upload_key)
 WHERE state <> 'abandoned';

-- What the sweeper looks for; next to nothing is ever in it.
CREATE INDEX patient_lists_unconfirmed ON patient_lists (state, received_at)
 WHERE state <> 'confirmed';

CREATE TABLE list_patients (
    practice_id BIGINT NOT NULL,
    list_id BIGINT NOT NULL,
    position BIGINT NOT NULL CHECK (position > 0),
    line BIGINT NOT NULL,
    nhs_number_hash BYTEA NOT NULL,
    mobile_hash BYTEA,
    email_hash BYTEA,
    identity_sealed BYTEA NOT NULL,
    PRIMARY KEY (practice_id, list_id, position),
    FOREIGN KEY (practice_id, list_id) REFERENCES patient_lists (practice_id, list_id)
);

-- Why a row was refused, or what was noticed about it. What was found in the cell is sealed.
CREATE TABLE list_problems (
    practice_id BIGINT NOT NULL,
    list_id BIGINT NOT NULL,
    problem_number BIGINT NOT NULL,
    line BIGINT,
    refused BIGINT NOT NULL CHECK (refused IN (0, 1)),
    code TEXT NOT NULL,
    heading TEXT NOT NULL,
    found_sealed BYTEA,
    PRIMARY KEY (practice_id, list_id, problem_number),
    FOREIGN KEY (practice_id, list_id) REFERENCES patient_lists (practice_id, list_id)
);
