-- The node lives.
INSERT INTO nodes (node_id, host_name, version, started_at, seen_at)
VALUES (?1, ?2, ?3, ?4, ?4)
    ON CONFLICT (node_id) DO UPDATE
   SET seen_at = excluded.seen_at
