-- Sendings that wait for receipts, of any practice. Index: sendings_unreceipted.
SELECT practice_id, bulk_message_id, channel
  FROM sendings
 WHERE accepted > 0
