-- Nobody else divides this gateway until the transaction ends.
INSERT INTO shared_gateways (gateway_id, connections)
VALUES (?1, ?2)
    ON CONFLICT (gateway_id) DO UPDATE
   SET connections = excluded.connections
