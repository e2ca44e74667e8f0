-- What gateways say later, kept as it came before it is acknowledged. A receipt whose reference nobody knows yet
-- waits here for the submit's answer (G31, G34). The practice is not known when it arrives: (gateway, provider
-- reference) is one of the look-ups exempt from practice_id. Its key is the batch it came in, which rises with time, and
-- its number there: what comes together is stored side by side, where a random key would touch a page for each.
CREATE TABLE receipts (
    gateway_id TEXT NOT NULL,
    batch_id INTEGER NOT NULL,
    batch_number INTEGER NOT NULL,
    provider_reference TEXT NOT NULL,
    says TEXT NOT NULL CHECK (says = 'delivered' OR says = 'failed' OR says = 'expired' OR says = 'interim'
                              OR says = 'unknown'),
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    reported_at INTEGER,
    received_at INTEGER NOT NULL,
    raw_sealed BLOB NOT NULL,
    repeats_sealed BLOB, -- of one that waits: what it repeats of its message
    state TEXT NOT NULL CHECK (state IN ('waiting', 'applied')),
    PRIMARY KEY (gateway_id, batch_id, batch_number)
) STRICT, WITHOUT ROWID;

CREATE INDEX receipts_waiting ON receipts (gateway_id, provider_reference) WHERE state = 'waiting';
CREATE INDEX receipts_orphaned ON receipts (received_at) WHERE state = 'waiting';
