-- Changing one's mind, and dates that the partnership changes.

-- Why somebody gave up a place, as they chose it from the list.
ALTER TABLE lectern.booking ADD reason text,
  ADD CONSTRAINT booking_reason CHECK (reason IN ('sickness', 'bereavement', 'care', 'court', 'incident', 'weather', 'work', 'left', 'other'));
COMMENT ON COLUMN lectern.booking.reason IS 'Why the person gave it up, as chosen from the list; the words stand in the history.  The first six may be excuses.';

CREATE TABLE lectern.session_change (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session  bigint NOT NULL REFERENCES lectern.session,
    at       timestamptz NOT NULL DEFAULT lectern.clock(),
    person   bigint REFERENCES lectern.person,
    kind     text NOT NULL,
    words    text NOT NULL,
    why      text NOT NULL DEFAULT '',
    CONSTRAINT session_change_kind CHECK (kind IN ('cancelled', 'moved', 'trainer', 'venue', 'online'))
);
CREATE INDEX session_change_session ON lectern.session_change (session);
CREATE INDEX session_change_at ON lectern.session_change (at);
COMMENT ON TABLE lectern.session_change IS 'What the partnership changed about a date, as pages and mails tell it.';
COMMENT ON COLUMN lectern.session_change.person IS 'Who changed it; NULL: an import.';

-- A moved date asks everyone: can you still come?
CREATE TABLE lectern.still_coming (
    booking   bigint NOT NULL REFERENCES lectern.booking,
    change    bigint NOT NULL REFERENCES lectern.session_change,
    comes     boolean,
    answered  timestamptz,
    PRIMARY KEY (booking, change),
    CONSTRAINT answers_have_a_time CHECK ((comes IS NULL) = (answered IS NULL))
);
COMMENT ON TABLE lectern.still_coming IS 'Whom a moved date asked whether they can still come, and what they said.';
