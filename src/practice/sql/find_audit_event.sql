-- Whether somebody did this to a thing since then: ids are by time. Index: the primary key.
SELECT audit_event_id
  FROM audit_events
 WHERE practice_id = ?1
   AND audit_event_id >= ?2
   AND actor = ?3
   AND action = ?4
   AND subject = ?5
