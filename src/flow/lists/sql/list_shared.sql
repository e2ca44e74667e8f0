-- The numbers that many patients of a list share, the most shared first.
SELECT place, patients_count, mobile_sealed
  FROM list_shared_mobiles
 WHERE practice_id = ?1
   AND list_id = ?2
 ORDER BY patients_count DESC, place
