-- The sending of a bulk message, one message a patient, its attempts and their parts. States: docs/states.md.
-- Positions are the list's: they rise, with gaps where a row was taken out in its review; messages are made up to
-- expanded_to. The counts of all states always add up to the list (G6): the CHECK refuses any transaction that forgets one.
-- Lists of words are chains of OR here, not IN: for an IN of three words and more SQLite builds a temporary tree on every
-- run of a statement, which made the writes of these hot rows five to ten times as slow (docs/performance.md).
CREATE TABLE sendings (
    practice_id INTEGER NOT NULL,
    bulk_message_id INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state = 'scheduled' OR state = 'sending' OR state = 'paused' OR state = 'stopped'
                                  OR state = 'ended'),
    channel TEXT NOT NULL CHECK (channel IN ('sms', 'email')),
    patients_count INTEGER NOT NULL,
    last_position INTEGER NOT NULL,
    expanded_to INTEGER NOT NULL DEFAULT 0,
    released_to INTEGER NOT NULL DEFAULT 0,
    segments_count INTEGER NOT NULL DEFAULT 0,
    started_at INTEGER,
    give_up_at INTEGER NOT NULL, -- no attempt begins after this instant
    at_any_time INTEGER NOT NULL CHECK (at_any_time IN (0, 1)), -- also outside the practice's hours
    paused_because TEXT CHECK (paused_because IN ('staff', 'missed')), -- by whom it waits for a person
    ended_at INTEGER,
    changed_at INTEGER NOT NULL,
    recounted_at INTEGER NOT NULL DEFAULT 0,
    miscounted INTEGER NOT NULL DEFAULT 0 CHECK (miscounted = 0 OR miscounted = 1), -- when last recounted
    planned INTEGER NOT NULL,
    queued INTEGER NOT NULL DEFAULT 0,
    leased INTEGER NOT NULL DEFAULT 0,
    attempting INTEGER NOT NULL DEFAULT 0,
    accepted INTEGER NOT NULL DEFAULT 0,
    delivered INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0,
    in_doubt INTEGER NOT NULL DEFAULT 0,
    no_receipt INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    cancelled INTEGER NOT NULL DEFAULT 0,
    expired INTEGER NOT NULL DEFAULT 0,
    held INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (practice_id, bulk_message_id),
    FOREIGN KEY (practice_id, bulk_message_id) REFERENCES bulk_messages (practice_id, bulk_message_id),
    CHECK (planned + queued + leased + attempting + accepted + delivered + failed + refused + in_doubt
           + no_receipt + skipped + cancelled + expired + held = patients_count),
    CHECK (planned >= 0 AND queued >= 0 AND leased >= 0 AND attempting >= 0 AND accepted >= 0
           AND delivered >= 0 AND failed >= 0 AND refused >= 0 AND in_doubt >= 0 AND no_receipt >= 0
           AND skipped >= 0 AND cancelled >= 0 AND expired >= 0 AND held >= 0),
    CHECK (released_to <= expanded_to AND expanded_to <= last_position),
    CHECK ((state = 'paused') = (paused_because IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- Work to do, across practices: the engine's own search, small because only unfinished sendings are in it.
CREATE INDEX sendings_unfinished ON sendings (practice_id, bulk_message_id)
    WHERE state = 'sending' OR expanded_to < last_position;
-- What a worker holds: where a sweep looks for leases that ended and marks nobody answered.
CREATE INDEX sendings_in_hand ON sendings (practice_id, bulk_message_id)
    WHERE leased > 0 OR attempting > 0;
-- Where a receipt that fits nothing looks for the attempt it is about.
CREATE INDEX sendings_in_doubt ON sendings (practice_id, bulk_message_id) WHERE in_doubt > 0;
-- What was recounted longest ago, what has changed since, and where the recount found other counts than are kept.
CREATE INDEX sendings_recounted ON sendings (recounted_at);
CREATE INDEX sendings_to_recount ON sendings (recounted_at) WHERE recounted_at <= changed_at;
CREATE INDEX sendings_miscounted ON sendings (practice_id, bulk_message_id) WHERE miscounted = 1;
-- What may have run out of time.
CREATE INDEX sendings_timed ON sendings (give_up_at)
    WHERE state = 'sending' OR state = 'paused';
-- What waits for receipts.
CREATE INDEX sendings_unreceipted ON sendings (practice_id, bulk_message_id) WHERE accepted > 0;

-- The timeline of one bulk message: what happened to it as a whole, and who did it.
CREATE TABLE sending_events (
    practice_id INTEGER NOT NULL,
    bulk_message_id INTEGER NOT NULL,
    event_number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    what TEXT NOT NULL CHECK (
        what = 'accepted' OR what = 'started' OR what = 'started_late' OR what = 'missed' OR what = 'paused'
        OR what = 'resumed' OR what = 'stopped' OR what = 'taken_back' OR what = 'tried_again'
        OR what = 'tried_unreceipted' OR what = 'tried_unconfirmed' OR what = 'expired' OR what = 'ended'),
    actor TEXT NOT NULL,
    messages_count INTEGER NOT NULL,
    PRIMARY KEY (practice_id, bulk_message_id, event_number),
    FOREIGN KEY (practice_id, bulk_message_id) REFERENCES sendings (practice_id, bulk_message_id)
) STRICT, WITHOUT ROWID;

-- The hot row of a message is small, because it is written about five times in its life.
CREATE TABLE messages (
    practice_id INTEGER NOT NULL,
    bulk_message_id INTEGER NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    state TEXT NOT NULL CHECK (
        state = 'queued' OR state = 'leased' OR state = 'attempting' OR state = 'accepted' OR state = 'delivered'
        OR state = 'planned' OR state = 'failed' OR state = 'refused' OR state = 'in_doubt' OR state = 'no_receipt'
        OR state = 'skipped' OR state = 'cancelled' OR state = 'expired' OR state = 'held'),
    reason TEXT,
    attempt INTEGER NOT NULL DEFAULT 0,
    gateway_id TEXT, -- that the latest attempt was marked for
    due_at INTEGER NOT NULL,
    node_id INTEGER, -- that leased it last
    lease_until INTEGER,
    segments INTEGER NOT NULL,
    state_at INTEGER NOT NULL,
    PRIMARY KEY (practice_id, bulk_message_id, position),
    FOREIGN KEY (practice_id, bulk_message_id) REFERENCES sendings (practice_id, bulk_message_id),
    CHECK ((state = 'leased') = (lease_until IS NOT NULL)),
    -- A state that needs an explanation has its reason.
    CHECK (reason IS NOT NULL OR state = 'queued' OR state = 'leased' OR state = 'attempting' OR state = 'accepted'
           OR state = 'delivered' OR state = 'planned' OR state = 'cancelled'),
    -- Whatever follows a mark has an attempt.
    CHECK (attempt > 0 OR state = 'queued' OR state = 'leased' OR state = 'planned' OR state = 'skipped'
           OR state = 'cancelled' OR state = 'expired' OR state = 'held')
) STRICT, WITHOUT ROWID;

CREATE INDEX messages_queued ON messages (practice_id, bulk_message_id, due_at, position)
    WHERE state = 'queued';
CREATE INDEX messages_in_hand ON messages (practice_id, bulk_message_id, position)
    WHERE state IN ('leased', 'attempting');
CREATE INDEX messages_with_errors ON messages (practice_id, bulk_message_id, position)
    WHERE state = 'failed' OR state = 'refused' OR state = 'expired' OR state = 'in_doubt' OR state = 'no_receipt';
CREATE INDEX messages_unreceipted ON messages (practice_id, bulk_message_id, state_at)
    WHERE state = 'accepted';

-- What the patient gets, exactly as it was confirmed; written once.
CREATE TABLE message_contents (
    practice_id INTEGER NOT NULL,
    bulk_message_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    content_sealed BLOB NOT NULL,
    PRIMARY KEY (practice_id, bulk_message_id, position),
    FOREIGN KEY (practice_id, bulk_message_id) REFERENCES sendings (practice_id, bulk_message_id)
) STRICT, WITHOUT ROWID;

-- How each try ended, and what the gateway calls what it took: one row a try, and for a text of several parts one row a
-- part. The mark itself is the message's state, so a try that has not ended has no row. Receipts find their message by
-- provider_reference; a gateway may use one again after months, so the newest wins and nothing is unique about it. No
-- foreign key: the row is written in the transaction that moves its message.
CREATE TABLE attempts (
    practice_id INTEGER NOT NULL,
    bulk_message_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    attempt INTEGER NOT NULL CHECK (attempt > 0),
    part INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    gateway_id TEXT NOT NULL,
    ended_at INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome = 'accepted' OR outcome = 'in_doubt' OR outcome = 'not_sent' OR outcome = 'refused'),
    reason TEXT,
    detail TEXT,
    provider_reference TEXT,
    -- Of one part of several; of a text that is one part the message itself says it.
    heard TEXT CHECK (heard IS NULL OR heard = 'delivered' OR heard = 'failed'),
    heard_reason TEXT,
    PRIMARY KEY (practice_id, bulk_message_id, position, attempt, part),
    CHECK ((outcome = 'accepted') = (provider_reference IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX attempts_by_reference ON attempts (gateway_id, provider_reference, ended_at)
    WHERE provider_reference IS NOT NULL;
