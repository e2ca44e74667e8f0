-- The processes that share this database, and what each may use of what they share. All times are the database's own.
-- Empty tables: it takes no time and locks nothing that is in use.
CREATE TABLE nodes (
    node_id BIGINT PRIMARY KEY,
    host_name TEXT NOT NULL,
    version TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL -- its last heartbeat
);

-- One row a gateway: whoever divides it holds the row's lock meanwhile.
CREATE TABLE shared_gateways (
    gateway_id TEXT NOT NULL PRIMARY KEY,
    connections BIGINT NOT NULL -- of the whole account, as the node that divided it last was configured
);

-- What one node may use of a gateway, until an instant. Those that have not ended never add up to more than the whole.
CREATE TABLE gateway_shares (
    gateway_id TEXT NOT NULL,
    node_id BIGINT NOT NULL,
    rate_millionths BIGINT NOT NULL CHECK (rate_millionths BETWEEN 0 AND 1000000),
    connections BIGINT NOT NULL CHECK (connections >= 0),
    until BIGINT NOT NULL,
    PRIMARY KEY (gateway_id, node_id)
);

-- One row: a word sealed under the master key, so that no node works here with another.
CREATE TABLE installation (
    installation_id BIGINT PRIMARY KEY CHECK (installation_id = 1),
    key_proof_sealed BYTEA NOT NULL
);
