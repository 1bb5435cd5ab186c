-- What else coordinators write in the browser: training elsewhere that counts,
-- how many people one organisation may send to a date, the plan of the day.

ALTER TABLE lectern.event_prerequisite ADD equivalents text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN lectern.event_prerequisite.equivalents IS 'Training elsewhere that counts as well, by the names under which it was imported.';

CREATE TABLE lectern.session_cap (
    session  bigint NOT NULL REFERENCES lectern.session,
    agency   bigint NOT NULL REFERENCES lectern.agency,
    places   int NOT NULL,
    PRIMARY KEY (session, agency),
    CONSTRAINT cap_is_a_count CHECK (places >= 0)
);
COMMENT ON TABLE lectern.session_cap IS 'The most places that one agency may have on a date, instead of the number for all and of its own.';

ALTER TABLE lectern.workshop ADD version int NOT NULL DEFAULT 1;

ALTER TABLE lectern.session_change DROP CONSTRAINT session_change_kind,
  ADD CONSTRAINT session_change_kind CHECK (kind IN ('cancelled', 'moved', 'trainer', 'venue', 'online', 'plan', 'title'));

-- Courses are written by commands: what must come before stands in another table.
DROP TRIGGER event_audit ON lectern.event;
