UPDATE texts_used
   SET texts = CASE WHEN texts > ?3 THEN texts - ?3 ELSE 0 END
 WHERE practice_id = ?1
   AND period = ?2
