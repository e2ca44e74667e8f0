-- Whether a practice sends texts to numbers of other countries: off until an operator allows it, because such a text
-- costs more and a number abroad is judged by its country code and length alone. One row a practice, so it takes no
-- time; the lock on the table lasts as long.
ALTER TABLE practices
    ADD COLUMN international_allowed BIGINT NOT NULL DEFAULT 0 CHECK (international_allowed IN (0, 1));
