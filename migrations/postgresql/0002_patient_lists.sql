-- What was uploaded. Identities are one sealed value a patient; the keyed hashes serve exact look-ups and tell
-- which channel can reach whom. A list is 'receiving' until its first file is whole, 'draft' while it is reviewed,
-- and frozen from 'confirmed' on. An 'abandoned' one is nobody's any more: what made it is gone, or nobody
-- confirmed it. A 'deleted' one keeps its name and where it came from, and no patient; until the last of them is
-- gone it is 'deleting'. The revision, and when it was last changed, follow everything that is done while it is
-- reviewed.
CREATE TABLE patient_lists (
    practice_id BIGINT NOT NULL REFERENCES practices (practice_id),
    list_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('receiving', 'draft', 'confirmed', 'abandoned', 'deleting', 'deleted')),
    revision BIGINT NOT NULL,
    uploaded_by TEXT NOT NULL,
    uploaded_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    confirmed_by TEXT,
    confirmed_at BIGINT,
    used_at BIGINT,
    deleted_by TEXT,
    deleted_at BIGINT,
    report_run_at BIGINT,
    next_position BIGINT NOT NULL,
    next_row BIGINT NOT NULL,
    next_warning BIGINT NOT NULL,
    records_count BIGINT NOT NULL,
    accepted_count BIGINT NOT NULL,
    refused_count BIGINT NOT NULL,
    mended_count BIGINT NOT NULL,
    left_out_count BIGINT NOT NULL,
    sms_count BIGINT NOT NULL,
    email_count BIGINT NOT NULL,
    ages TEXT NOT NULL,
    PRIMARY KEY (practice_id, list_id),
    CHECK ((confirmed_at IS NULL) = (state IN ('receiving', 'draft', 'abandoned'))),
    CHECK ((deleted_at IS NOT NULL) = (state IN ('deleting', 'deleted')))
);

-- The page of a practice's lists, newest first, and how long its lists usually are.
CREATE INDEX patient_lists_confirmed ON patient_lists (practice_id, confirmed_at)
 WHERE state = 'confirmed';

-- What the sweeper looks for: lists that nobody will use, and those that nobody has used for long.
CREATE INDEX patient_lists_unconfirmed ON patient_lists (state, changed_at)
 WHERE state <> 'confirmed' AND state <> 'deleted';
CREATE INDEX patient_lists_by_use ON patient_lists (used_at)
 WHERE state = 'confirmed';

-- The files a list was put together from. A file is 'receiving' while its rows arrive (received_at: the last of
-- them), 'kept' when it is whole, and 'abandoned' when it will never be; only rows of kept files count. What a file
-- calls the seven columns stands in `headings`, one a line.
CREATE TABLE list_files (
    practice_id BIGINT NOT NULL,
    list_id BIGINT NOT NULL,
    file_number BIGINT NOT NULL CHECK (file_number > 0),
    state TEXT NOT NULL CHECK (state IN ('receiving', 'kept', 'abandoned')),
    upload_key TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    uploaded_by TEXT NOT NULL,
    uploaded_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('emis', 'systmone', 'other')),
    encoding TEXT NOT NULL,
    bytes_count BIGINT NOT NULL,
    heading_line BIGINT NOT NULL,
    headings TEXT NOT NULL,
    report_run_at BIGINT,
    records_count BIGINT NOT NULL,
    accepted_count BIGINT NOT NULL,
    refused_count BIGINT NOT NULL,
    sms_count BIGINT NOT NULL,
    email_count BIGINT NOT NULL,
    PRIMARY KEY (practice_id, list_id, file_number),
    FOREIGN KEY (practice_id, list_id) REFERENCES patient_lists (practice_id, list_id)
);

-- One upload makes one file, however often the request arrives; an abandoned one frees its key.
CREATE UNIQUE INDEX list_files_by_upload ON list_files (practice_id, upload_key)
 WHERE state <> 'abandoned';

-- One file at a time is added to a list.
CREATE UNIQUE INDEX list_files_receiving ON list_files (practice_id, list_id)
 WHERE state = 'receiving';

-- What the sweeper looks for; next to nothing is ever in it.
CREATE INDEX list_files_unkept ON list_files (state, received_at)
 WHERE state <> 'kept';

-- Who is sent to. Positions rise with the lines of the files; there may be gaps.
CREATE TABLE list_patients (
    practice_id BIGINT NOT NULL,
    list_id BIGINT NOT NULL,
    position BIGINT NOT NULL CHECK (position > 0),
    file_number BIGINT NOT NULL,
    line BIGINT NOT NULL,
    nhs_number_hash BYTEA NOT NULL,
    mobile_hash BYTEA,
    email_hash BYTEA,
    identity_sealed BYTEA NOT NULL,
    PRIMARY KEY (practice_id, list_id, position),
    FOREIGN KEY (practice_id, list_id, file_number) REFERENCES list_files (practice_id, list_id, file_number)
);

-- A row that was refused: what its seven cells held, and why, as 'code' or 'code column' with commas between.
-- Where the row by itself was a patient, and only another with its NHS number stands against it, the patient is
-- here too. `brought_by` is the file whose coming made it a refused row: its own, or a later one that speaks against
-- a patient of the list. The row counts once that file is kept. A row is 'refused' until it is 'left_out', or
-- 'mended': it became a patient in the review, because it or a row that stood against it was dealt with.
CREATE TABLE list_refused_rows (
    practice_id BIGINT NOT NULL,
    list_id BIGINT NOT NULL,
    row_number BIGINT NOT NULL CHECK (row_number > 0),
    file_number BIGINT NOT NULL,
    brought_by BIGINT NOT NULL,
    line BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('refused', 'mended', 'left_out')),
    reasons TEXT NOT NULL,
    cells_sealed BYTEA NOT NULL,
    nhs_number_hash BYTEA,
    says_hash BYTEA, -- of the number, the date of birth and the contacts: rows of one patient that agree have the same
    identity_sealed BYTEA,
    PRIMARY KEY (practice_id, list_id, row_number),
    FOREIGN KEY (practice_id, list_id, file_number) REFERENCES list_files (practice_id, list_id, file_number),
    FOREIGN KEY (practice_id, list_id, brought_by) REFERENCES list_files (practice_id, list_id, file_number),
    CHECK ((nhs_number_hash IS NULL) = (identity_sealed IS NULL)),
    CHECK ((nhs_number_hash IS NULL) = (says_hash IS NULL))
);

-- The rows still refused that are one patient: in the order of the files, and by what they say. A patient may have a
-- hundred thousand of them.
CREATE INDEX list_refused_rows_same_patient
    ON list_refused_rows (practice_id, list_id, nhs_number_hash, file_number, line, row_number, brought_by)
 WHERE nhs_number_hash IS NOT NULL AND state = 'refused';
CREATE INDEX list_refused_rows_saying ON list_refused_rows (practice_id, list_id, nhs_number_hash, says_hash)
 WHERE nhs_number_hash IS NOT NULL AND state = 'refused';

-- The rows still refused, by reason.
CREATE TABLE list_reasons (
    practice_id BIGINT NOT NULL,
    list_id BIGINT NOT NULL,
    code TEXT NOT NULL,
    row_number BIGINT NOT NULL,
    PRIMARY KEY (practice_id, list_id, code, row_number),
    FOREIGN KEY (practice_id, list_id, row_number) REFERENCES list_refused_rows (practice_id, list_id, row_number)
);

-- Drafts of which all rows of a reason are being left out, in pieces, until none is left. No foreign key: what is asked of
-- a list that is gone ends by itself.
CREATE TABLE list_leaving_out (
    practice_id BIGINT NOT NULL,
    list_id BIGINT NOT NULL,
    code TEXT NOT NULL,
    actor TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    PRIMARY KEY (practice_id, list_id, code)
);

CREATE INDEX list_leaving_out_by_time ON list_leaving_out (asked_at, list_id, code);

-- What was noticed or repaired. What was found and what was kept of it are sealed as one.
CREATE TABLE list_warnings (
    practice_id BIGINT NOT NULL,
    list_id BIGINT NOT NULL,
    code TEXT NOT NULL,
    warning_number BIGINT NOT NULL CHECK (warning_number > 0),
    file_number BIGINT NOT NULL,
    line BIGINT,
    heading TEXT NOT NULL,
    values_sealed BYTEA NOT NULL,
    PRIMARY KEY (practice_id, list_id, code, warning_number),
    FOREIGN KEY (practice_id, list_id, file_number) REFERENCES list_files (practice_id, list_id, file_number)
);

-- How many rows each code is about, so that no page ever counts them.
CREATE TABLE list_code_counts (
    practice_id BIGINT NOT NULL,
    list_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('refused', 'warning')),
    code TEXT NOT NULL,
    rows_count BIGINT NOT NULL,
    PRIMARY KEY (practice_id, list_id, kind, code),
    FOREIGN KEY (practice_id, list_id) REFERENCES patient_lists (practice_id, list_id)
);

-- Mobile numbers that many patients of a list share; the hash finds one again when another patient comes who has it.
CREATE TABLE list_shared_mobiles (
    practice_id BIGINT NOT NULL,
    list_id BIGINT NOT NULL,
    place BIGINT NOT NULL,
    patients_count BIGINT NOT NULL,
    mobile_hash BYTEA NOT NULL,
    mobile_sealed BYTEA NOT NULL,
    PRIMARY KEY (practice_id, list_id, place),
    FOREIGN KEY (practice_id, list_id) REFERENCES patient_lists (practice_id, list_id)
);
