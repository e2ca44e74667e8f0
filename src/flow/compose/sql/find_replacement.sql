-- The draft that a bulk message was taken back into. Index: drafts_by_replaced.
SELECT draft_id
  FROM drafts
 WHERE practice_id = ?1
   AND replaces = ?2
