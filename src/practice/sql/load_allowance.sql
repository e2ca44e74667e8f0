-- Index: the primary key.
SELECT texts_a_day_max, texts_a_month_max
  FROM practices
 WHERE practice_id = ?1
