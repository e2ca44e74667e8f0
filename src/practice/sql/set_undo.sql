-- How long a practice's 'Send now' waits, for those who think better of it.
UPDATE practices
   SET undo_seconds = ?2
 WHERE practice_id = ?1
