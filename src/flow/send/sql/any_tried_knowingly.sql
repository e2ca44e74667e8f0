-- Whether somebody had messages of it tried again that may have arrived. Index: the primary key.
SELECT 1
  FROM sending_events
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
   AND (what = 'tried_unreceipted' OR what = 'tried_unconfirmed')
 LIMIT 1
