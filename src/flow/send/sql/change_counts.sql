-- Moves messages between the counts of their states; the CHECK on the table proves that none is lost.
UPDATE sendings
   SET planned = planned + ?4,
       queued = queued + ?5,
       leased = leased + ?6,
       attempting = attempting + ?7,
       accepted = accepted + ?8,
       delivered = delivered + ?9,
       failed = failed + ?10,
       refused = refused + ?11,
       in_doubt = in_doubt + ?12,
       no_receipt = no_receipt + ?13,
       skipped = skipped + ?14,
       cancelled = cancelled + ?15,
       expired = expired + ?16,
       held = held + ?17,
       changed_at = ?3
 WHERE practice_id = ?1
   AND bulk_message_id = ?2
