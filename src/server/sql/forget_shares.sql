-- Shares that ended. A table of a few rows.
DELETE FROM gateway_shares
 WHERE until <= ?1
