-- Places: who changed what meanwhile, and who may have a place all the same.
ALTER TABLE lectern.booking ADD let_in boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN lectern.booking.let_in IS 'May have a place though the rules of the date would refuse it by now: a coordinator has said so, or it had first call.';
ALTER TABLE lectern.reserve ADD version int NOT NULL DEFAULT 1;
ALTER TABLE lectern.pool ADD version int NOT NULL DEFAULT 1;
COMMENT ON COLUMN lectern.pool.version IS 'One more with each change of its line or its number of places by a coordinator, each of which has a row in the audit trail.';
