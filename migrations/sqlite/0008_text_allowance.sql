-- How many texts a practice may have sent in a day and in a month of London's calendar (G70): none written is no limit.
-- What is used is counted by the day on which a bulk message is to start, when it is accepted; so the limit holds however
-- many nodes accept at once, and what is stopped before it left is given back.
ALTER TABLE practices ADD COLUMN texts_a_day_max INTEGER CHECK (texts_a_day_max > 0);
ALTER TABLE practices ADD COLUMN texts_a_month_max INTEGER CHECK (texts_a_month_max > 0);

CREATE TABLE texts_used (
    practice_id INTEGER NOT NULL,
    period TEXT NOT NULL, -- 2026-11-30, or 2026-11
    texts INTEGER NOT NULL CHECK (texts >= 0),
    PRIMARY KEY (practice_id, period),
    FOREIGN KEY (practice_id) REFERENCES practices (practice_id)
) STRICT, WITHOUT ROWID;
