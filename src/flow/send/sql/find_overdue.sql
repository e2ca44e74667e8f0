-- Sendings whose time has run out and of which something waits, of any practice. Index: sendings_timed.
SELECT practice_id, bulk_message_id
  FROM sendings
 WHERE (state = 'sending' OR state = 'paused')
   AND give_up_at < ?1
   AND planned + queued + leased > 0
