-- Whether a practice's lists may have mobile numbers of other countries.
UPDATE practices
   SET international_allowed = ?2
 WHERE practice_id = ?1
