-- Bookings, their history, tickets, and what was sent twice.

CREATE TABLE lectern.booking (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session         bigint NOT NULL REFERENCES lectern.session,
    person          bigint NOT NULL REFERENCES lectern.person,
    pool            bigint NOT NULL REFERENCES lectern.pool,
    state           text NOT NULL,
    ended_by        text,
    over            boolean NOT NULL DEFAULT false,
    agency          bigint REFERENCES lectern.agency,
    setting         bigint REFERENCES lectern.setting,
    unlisted        text,
    sector          text REFERENCES lectern.sector,
    job_title       text NOT NULL DEFAULT '',
    charging_class  text REFERENCES lectern.charging_class,
    manager_name    text NOT NULL DEFAULT '',
    manager_email   text,
    made            timestamptz NOT NULL DEFAULT lectern.clock(),
    changed         timestamptz NOT NULL DEFAULT lectern.clock(),
    sequence        int NOT NULL DEFAULT 0,
    CONSTRAINT booking_state CHECK (state IN ('requested', 'waiting', 'offered', 'confirmed', 'cancelled', 'declined')),
    CONSTRAINT booking_ended_by CHECK (ended_by IN ('person', 'manager', 'coordinator', 'swap', 'transfer', 'lapse', 'session')),
    CONSTRAINT ended_is_told CHECK ((state IN ('cancelled', 'declined')) = (ended_by IS NOT NULL))
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX one_live_booking ON lectern.booking (session, person)
 WHERE state IN ('requested', 'waiting', 'offered', 'confirmed');
CREATE INDEX booking_queue ON lectern.booking (pool, id) WHERE state = 'waiting';
CREATE INDEX booking_person ON lectern.booking (person);
CREATE INDEX booking_session ON lectern.booking (session);
COMMENT ON TABLE lectern.booking IS 'A person''s place, or wish for one, on a session.  Neither ever changes: a swap makes a new booking.';
COMMENT ON COLUMN lectern.booking.id IS 'The number that people see; also the order of the waiting list.';
COMMENT ON COLUMN lectern.booking.over IS 'Came without a booking or was added by staff: not counted in the pool.';
COMMENT ON COLUMN lectern.booking.agency IS 'Agency, setting, sector, job and charging class as on the day of booking: later moves and mergers never change a past figure.';
COMMENT ON COLUMN lectern.booking.sequence IS 'SEQUENCE of this booking''s calendar entry (RFC 5545).';

CREATE TABLE lectern.booking_history (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    booking   bigint NOT NULL REFERENCES lectern.booking,
    at        timestamptz NOT NULL DEFAULT lectern.clock(),
    person    bigint REFERENCES lectern.person,
    state     text NOT NULL,
    why       text NOT NULL DEFAULT ''
);
CREATE INDEX booking_history_booking ON lectern.booking_history (booking);
COMMENT ON TABLE lectern.booking_history IS 'Every state a booking has had: when, by whom, why.';
COMMENT ON COLUMN lectern.booking_history.person IS 'Who acted; NULL is the system itself.';

CREATE TABLE lectern.ticket (
    booking  bigint NOT NULL REFERENCES lectern.booking,
    version  int NOT NULL DEFAULT 1,
    session  bigint NOT NULL,
    seed     bytea NOT NULL,
    key      int NOT NULL,
    hash     bytea NOT NULL UNIQUE,
    code     bytea NOT NULL,
    made     timestamptz NOT NULL DEFAULT lectern.clock(),
    PRIMARY KEY (booking, version),
    UNIQUE (session, code),
    CONSTRAINT ticket_seed CHECK (length(seed) = 16),
    CONSTRAINT ticket_hash CHECK (length(hash) = 32 AND length(code) = 32)
);
COMMENT ON TABLE lectern.ticket IS 'One row a version; the highest is the good one.  The ticket itself is made from the seed with a key that the database does not hold.';
COMMENT ON COLUMN lectern.ticket.hash IS 'SHA-256 of the ticket.';
COMMENT ON COLUMN lectern.ticket.code IS 'SHA-256 of the typed code, good for this session only.';
COMMENT ON COLUMN lectern.ticket.key IS 'Number of the key in the key file.';

CREATE TABLE lectern.once (
    person   bigint NOT NULL,
    route    text NOT NULL,
    key      uuid NOT NULL,
    fields   bytea NOT NULL,
    outcome  text NOT NULL,
    booking  bigint,
    at       timestamptz NOT NULL DEFAULT lectern.clock(),
    PRIMARY KEY (person, route, key)
);
CREATE INDEX once_at ON lectern.once (at);
COMMENT ON TABLE lectern.once IS 'Forms already answered, so that one sent twice acts once.  Kept 7 days.';
COMMENT ON COLUMN lectern.once.fields IS 'SHA-256 of what was sent: the same key with other fields is refused.';

CREATE TABLE lectern.past_attendance (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person      bigint NOT NULL REFERENCES lectern.person,
    event       bigint REFERENCES lectern.event,
    equivalent  text NOT NULL DEFAULT '',
    held        date NOT NULL,
    hours       numeric(5,2) NOT NULL,
    agency      bigint REFERENCES lectern.agency,
    agency_name text NOT NULL DEFAULT '',
    CONSTRAINT event_or_equivalent CHECK ((event IS NOT NULL) <> (equivalent <> '')),
    CONSTRAINT past_hours CHECK (hours > 0)
);
CREATE UNIQUE INDEX past_attendance_once ON lectern.past_attendance (person, coalesce(event, 0), equivalent, held);
COMMENT ON TABLE lectern.past_attendance IS 'Training from before this system: counts for prerequisites and records.';
COMMENT ON COLUMN lectern.past_attendance.equivalent IS 'Name of training elsewhere that stands for an event of ours.';
