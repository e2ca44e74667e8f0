-- What the node may use of the gateway from now on.
INSERT INTO gateway_shares (gateway_id, node_id, rate_millionths, connections, until)
VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (gateway_id, node_id) DO UPDATE
   SET rate_millionths = excluded.rate_millionths,
       connections = excluded.connections,
       until = excluded.until
