-- A mobile number that many patients share.
INSERT INTO list_shared_mobiles (practice_id, list_id, place, patients_count, mobile_hash, mobile_sealed)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
