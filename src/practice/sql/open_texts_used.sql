INSERT INTO texts_used (practice_id, period, texts)
VALUES (?1, ?2, 0)
    ON CONFLICT (practice_id, period) DO NOTHING
