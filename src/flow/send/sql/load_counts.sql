-- The counts as they are kept, beside how many patients they are to add up to.
SELECT patients_count, miscounted, planned, queued, leased, attempting, accepted, delivered, failed, refused, in_doubt,
       no_receipt, skipped, cancelled, expired, held
  FROM sendings
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
