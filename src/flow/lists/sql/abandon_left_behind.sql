-- Every practice's lists that were being stored when the process ended, where this is the only process. Exempt
-- from practice_id. Index: patient_lists_unconfirmed.
UPDATE patient_lists
   SET state = 'abandoned'
 WHERE state = 'receiving'
