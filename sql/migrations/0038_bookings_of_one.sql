-- What one booking costs does not grow with the bookings that there are: the
-- dates at the time of another are found by their time, and somebody's booking
-- on a date by both.
CREATE INDEX part_time ON lectern.part USING gist (tstzrange(starts, ends));
CREATE INDEX booking_person_session ON lectern.booking (person, session);
DROP INDEX lectern.booking_person;
