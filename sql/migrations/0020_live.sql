-- A booking that has not ended is live: one word for it, in one place.

ALTER TABLE lectern.booking
  ADD live boolean NOT NULL GENERATED ALWAYS AS (state IN ('requested', 'waiting', 'offered', 'confirmed')) STORED;
COMMENT ON COLUMN lectern.booking.live IS 'Has not ended: asks for a place, waits for one or has one.';

DROP INDEX lectern.one_live_booking;
CREATE UNIQUE INDEX one_live_booking ON lectern.booking (session, person) WHERE live;
DROP INDEX lectern.one_booking_a_wish;
CREATE UNIQUE INDEX one_booking_a_wish ON lectern.booking (wish) WHERE wish IS NOT NULL AND live;

DROP TRIGGER booking_takes_needs ON lectern.booking;
CREATE TRIGGER booking_takes_needs AFTER INSERT ON lectern.booking
   FOR EACH ROW WHEN (NEW.live) EXECUTE FUNCTION lectern.booking_takes_needs();
