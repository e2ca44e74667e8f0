-- What was uploaded. Identities are one sealed value a patient; the keyed hashes serve exact look-ups and tell
-- which channel can reach whom. A list is 'receiving' while its rows arrive (received_at: the last of them),
-- 'draft' while it is reviewed, and frozen from 'confirmed' on. An 'abandoned' one is nobody's any more and is
-- being swept away: it was left behind by a process that is gone, or nobody confirmed it.
CREATE TABLE patient_lists (
    practice_id INTEGER NOT NULL REFERENCES practices (practice_id),
    list_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state = 'receiving' OR state = 'draft' OR state = 'confirmed' OR state = 'abandoned'),
    source TEXT NOT NULL CHECK (source = 'emis' OR source = 'systmone' OR source = 'other'),
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    file_bytes INTEGER NOT NULL,
    upload_key TEXT NOT NULL,
    uploaded_by TEXT NOT NULL,
    uploaded_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    confirmed_at INTEGER,
    report_run_at INTEGER,
    records_count INTEGER NOT NULL,
    accepted_count INTEGER NOT NULL,
    rejected_count INTEGER NOT NULL,
    sms_count INTEGER NOT NULL,
    email_count INTEGER NOT NULL,
    PRIMARY KEY (practice_id, list_id),
    CHECK ((state = 'confirmed') = (confirmed_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- One upload makes one list, however often the request arrives; an abandoned one frees its key.
CREATE UNIQUE INDEX patient_lists_by_upload ON patient_lists (practice_id, upload_key)
 WHERE state <> 'abandoned';

-- What the sweeper looks for; next to nothing is ever in it.
CREATE INDEX patient_lists_unconfirmed ON patient_lists (state, received_at)
 WHERE state <> 'confirmed';

CREATE TABLE list_patients (
    practice_id INTEGER NOT NULL,
    list_id INTEGER NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    line INTEGER NOT NULL,
    nhs_number_hash BLOB NOT NULL,
    mobile_hash BLOB,
    email_hash BLOB,
    identity_sealed BLOB NOT NULL,
    PRIMARY KEY (practice_id, list_id, position),
    FOREIGN KEY (practice_id, list_id) REFERENCES patient_lists (practice_id, list_id)
) STRICT, WITHOUT ROWID;

-- Why a row was refused, or what was noticed about it. What was found in the cell is sealed.
CREATE TABLE list_problems (
    practice_id INTEGER NOT NULL,
    list_id INTEGER NOT NULL,
    problem_number INTEGER NOT NULL,
    line INTEGER,
    refused INTEGER NOT NULL CHECK (refused IN (0, 1)),
    code TEXT NOT NULL,
    heading TEXT NOT NULL,
    found_sealed BLOB,
    PRIMARY KEY (practice_id, list_id, problem_number),
    FOREIGN KEY (practice_id, list_id) REFERENCES patient_lists (practice_id, list_id)
) STRICT, WITHOUT ROWID;
