-- Keeps places free for what a file may bring.
UPDATE patient_lists
   SET next_position = next_position + ?3,
       next_row = next_row + ?4,
       next_warning = next_warning + ?5
 WHERE practice_id = ?1
   AND list_id = ?2
