-- Sendings of which a worker holds messages, of any practice. Index: sendings_in_hand.
SELECT practice_id, bulk_message_id, channel
  FROM sendings
 WHERE leased > 0 OR attempting > 0
