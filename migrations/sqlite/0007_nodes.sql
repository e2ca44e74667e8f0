-- The processes that share this database, and what each may use of what they share. All times are the database's own.
-- Empty tables: it takes no time and locks nothing that is in use.
CREATE TABLE nodes (
    node_id INTEGER PRIMARY KEY,
    host_name TEXT NOT NULL,
    version TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL -- its last heartbeat
) STRICT;

-- One row a gateway: whoever divides it holds the row's lock meanwhile.
CREATE TABLE shared_gateways (
    gateway_id TEXT NOT NULL PRIMARY KEY,
    connections INTEGER NOT NULL -- of the whole account, as the node that divided it last was configured
) STRICT, WITHOUT ROWID;

-- What one node may use of a gateway, until an instant. Those that have not ended never add up to more than the whole.
CREATE TABLE gateway_shares (
    gateway_id TEXT NOT NULL,
    node_id INTEGER NOT NULL,
    rate_millionths INTEGER NOT NULL CHECK (rate_millionths BETWEEN 0 AND 1000000),
    connections INTEGER NOT NULL CHECK (connections >= 0),
    until INTEGER NOT NULL,
    PRIMARY KEY (gateway_id, node_id)
) STRICT, WITHOUT ROWID;

-- One row: a word sealed under the master key, so that no node works here with another.
CREATE TABLE installation (
    installation_id INTEGER PRIMARY KEY CHECK (installation_id = 1),
    key_proof_sealed BLOB NOT NULL
) STRICT;
