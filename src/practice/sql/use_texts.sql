-- No row is changed where the limit would be exceeded. Index: the primary key.
UPDATE texts_used
   SET texts = texts + ?3
 WHERE practice_id = ?1
   AND period = ?2
   AND texts + ?3 <= ?4
