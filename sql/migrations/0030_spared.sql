-- Whether the training team, which ended a booking for somebody, asks for the
-- charge for late notice.  What was ended before stays as it was decided.

ALTER TABLE lectern.booking ADD spared boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN lectern.booking.spared IS 'The training team ended or moved it, and asks for no charge for late notice.';
