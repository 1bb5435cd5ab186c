-- Who stands in line and may not have a place by now is told so, once.

CREATE TABLE lectern.barring (
    booking  bigint PRIMARY KEY REFERENCES lectern.booking ON DELETE CASCADE,
    since    timestamptz NOT NULL DEFAULT lectern.clock(),
    told     boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE lectern.barring IS 'Bookings in line that the rules of the date bar, as the worker found them; gone when they no longer do.';
COMMENT ON COLUMN lectern.barring.told IS 'The person was written to: not at once, as rules are often changed in several steps.';
