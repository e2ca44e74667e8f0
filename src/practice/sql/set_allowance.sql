UPDATE practices
   SET texts_a_day_max = ?2,
       texts_a_month_max = ?3
 WHERE practice_id = ?1
