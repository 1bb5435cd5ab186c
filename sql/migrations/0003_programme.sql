-- What there is to book: venues, events, their sessions, parts and pools.

CREATE TABLE lectern.venue (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code      text NOT NULL UNIQUE,
    name      text NOT NULL,
    town      text NOT NULL DEFAULT '',
    address   text NOT NULL DEFAULT '',
    postcode  text NOT NULL DEFAULT '',
    access    text[] NOT NULL DEFAULT '{}',
    catering  text NOT NULL DEFAULT '',
    parking   text NOT NULL DEFAULT '',
    phone     text NOT NULL DEFAULT '',
    online    boolean NOT NULL DEFAULT false,
    version   int NOT NULL DEFAULT 1
);
COMMENT ON COLUMN lectern.venue.access IS 'What a person with access needs should know, a sentence each.';

CREATE TABLE lectern.room (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    venue     bigint NOT NULL REFERENCES lectern.venue,
    code      text NOT NULL UNIQUE,
    name      text NOT NULL,
    capacity  int NOT NULL,
    layouts   jsonb NOT NULL DEFAULT '{}',
    version   int NOT NULL DEFAULT 1
);

CREATE TABLE lectern.trainer (
    person        bigint PRIMARY KEY REFERENCES lectern.person,
    code          text NOT NULL UNIQUE,
    organisation  text NOT NULL DEFAULT '',
    commissioned  boolean NOT NULL DEFAULT false
);
COMMENT ON COLUMN lectern.trainer.commissioned IS 'Paid by the partnership rather than lent by an agency.';

CREATE TABLE lectern.review (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code         text NOT NULL UNIQUE,
    pseudonym    text NOT NULL,
    theme        text NOT NULL,
    endorsed     date,
    notice_sent  date,
    publication  date,
    status       text NOT NULL DEFAULT 'planned',
    CONSTRAINT review_status CHECK (status IN ('planned', 'scheduled', 'published', 'withdrawn'))
);
COMMENT ON TABLE lectern.review IS 'Local Child Safeguarding Practice Reviews.  Only app.public_event and app.public_session decide what of them shows.';
COMMENT ON COLUMN lectern.review.pseudonym IS 'The name used in the report; never the child''s.';

CREATE TABLE lectern.event (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code              text NOT NULL UNIQUE,
    kind              text NOT NULL,
    title             text NOT NULL,
    summary           text NOT NULL,
    outcomes          text[] NOT NULL DEFAULT '{}',
    level             text NOT NULL,
    audience          text[] NOT NULL DEFAULT '{}',
    topics            text[] NOT NULL DEFAULT '{}',
    delivery          text[] NOT NULL DEFAULT '{}',
    minutes           int NOT NULL,
    duration          text NOT NULL,
    capacity          int NOT NULL,
    min_numbers       int,
    max_per_agency    int,
    refresher_months  int,
    form              text,
    certificate       jsonb,
    school_focused    boolean NOT NULL DEFAULT false,
    full_attendance   boolean NOT NULL DEFAULT false,
    late_grace        int,
    content_warning   boolean NOT NULL DEFAULT false,
    approval_required boolean NOT NULL DEFAULT false,
    quotas            jsonb,
    capacity_split    jsonb,
    parts             jsonb NOT NULL DEFAULT '[]',
    review            bigint REFERENCES lectern.review,
    words             text[] NOT NULL DEFAULT '{}',
    version           int NOT NULL DEFAULT 1,
    CONSTRAINT event_kind CHECK (kind IN ('course', 'conference', 'learning_event', 'forum', 'briefing')),
    CONSTRAINT event_code CHECK (code ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$'),
    CONSTRAINT event_level CHECK (level IN ('L1', 'L2', 'L3', 'L4', 'All'))
);
COMMENT ON COLUMN lectern.event.form IS 'Which end-of-session form is asked: the code of a form, NULL for none.';
COMMENT ON COLUMN lectern.event.minutes IS 'Taught time of all parts together, in minutes.';
COMMENT ON COLUMN lectern.event.late_grace IS 'Minutes after the start that still count as in time; NULL: the trainer decides.';
COMMENT ON COLUMN lectern.event.words IS 'Folded words to search by; kept by a trigger.';

CREATE TABLE lectern.event_prerequisite (
    event     bigint NOT NULL REFERENCES lectern.event,
    requires  bigint NOT NULL REFERENCES lectern.event,
    PRIMARY KEY (event, requires)
);

CREATE TABLE lectern.agency_reserve (
    agency  bigint NOT NULL REFERENCES lectern.agency,
    event   bigint NOT NULL REFERENCES lectern.event,
    places  int NOT NULL,
    PRIMARY KEY (agency, event),
    CONSTRAINT some_places CHECK (places > 0)
);
COMMENT ON TABLE lectern.agency_reserve IS 'Places kept for an agency on each session of an event until the release day.';

CREATE TABLE lectern.session (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref              text NOT NULL UNIQUE,
    slug             text NOT NULL UNIQUE GENERATED ALWAYS AS (replace(ref, '/', '-')) STORED,
    event            bigint NOT NULL REFERENCES lectern.event,
    title            text NOT NULL,
    theme            text NOT NULL DEFAULT '',
    delivery         text NOT NULL,
    venue            bigint REFERENCES lectern.venue,
    room             bigint REFERENCES lectern.room,
    status           text NOT NULL DEFAULT 'draft',
    starts           timestamptz NOT NULL,
    ends             timestamptz NOT NULL,
    booking_opens    timestamptz,
    booking_closes   timestamptz,
    free_until       timestamptz,
    min_numbers      int,
    max_per_agency   int,
    waiting_limit    int,
    quotas           jsonb,
    approval         text NOT NULL DEFAULT 'none',
    join_url         text,
    review           bigint REFERENCES lectern.review,
    visible_from     timestamptz,
    notes            text[] NOT NULL DEFAULT '{}',
    cancel_reason    text,
    cancelled        timestamptz,
    replaced_by      bigint REFERENCES lectern.session,
    earlier_dates    date[] NOT NULL DEFAULT '{}',
    streams          jsonb NOT NULL DEFAULT '[]',
    agenda           jsonb NOT NULL DEFAULT '[]',
    workshop_rules   text[] NOT NULL DEFAULT '{}',
    sequence         int NOT NULL DEFAULT 0,
    words            text[] NOT NULL DEFAULT '{}',
    version          int NOT NULL DEFAULT 1,
    CONSTRAINT session_ref CHECK (ref ~ '^[A-Z0-9]+(-[A-Z0-9]+)*(/[A-Z0-9]+)?$'),
    CONSTRAINT session_delivery CHECK (delivery IN ('in_person', 'virtual', 'hybrid')),
    CONSTRAINT session_status CHECK (status IN ('draft', 'open', 'cancelled')),
    CONSTRAINT session_approval CHECK (approval IN ('none', 'declare', 'manager', 'coordinator', 'both')),
    CONSTRAINT ends_after_start CHECK (ends > starts),
    CONSTRAINT closes_before_the_start CHECK (booking_closes <= starts),
    CONSTRAINT join_url_is_https CHECK (join_url ~ '^https://')
);
CREATE INDEX session_starts ON lectern.session (starts, id) WHERE status = 'open';
CREATE INDEX session_event ON lectern.session (event, starts);
CREATE INDEX session_ends ON lectern.session (ends);
COMMENT ON TABLE lectern.session IS 'A dated run of an event.';
COMMENT ON COLUMN lectern.session.slug IS 'The reference in addresses: / becomes -.';
COMMENT ON COLUMN lectern.session.starts IS 'Start of the first part; ends is the end of the last.';
COMMENT ON COLUMN lectern.session.free_until IS 'Until when a place can be given up without a charge.';
COMMENT ON COLUMN lectern.session.waiting_limit IS 'Longest waiting list; NULL: there is none.';
COMMENT ON COLUMN lectern.session.approval IS 'Who must agree before a place is given.';
COMMENT ON COLUMN lectern.session.visible_from IS 'Nothing of the session shows before.';
COMMENT ON COLUMN lectern.session.sequence IS 'SEQUENCE of RFC 5545, one more at every change that calendars must learn of.';

CREATE TABLE lectern.part (
    session  bigint NOT NULL REFERENCES lectern.session,
    number   int NOT NULL,
    name     text NOT NULL,
    starts   timestamptz NOT NULL,
    ends     timestamptz NOT NULL,
    room     bigint REFERENCES lectern.room,
    PRIMARY KEY (session, number),
    CONSTRAINT part_ends_after_start CHECK (ends > starts)
);
COMMENT ON TABLE lectern.part IS 'One date and time of a session.';

CREATE TABLE lectern.workshop (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session    bigint NOT NULL REFERENCES lectern.session,
    code       text NOT NULL,
    slot       text NOT NULL,
    stream     text,
    title      text NOT NULL,
    room       bigint REFERENCES lectern.room,
    repeat_of  text,
    waiting    boolean NOT NULL DEFAULT false,
    UNIQUE (session, code)
);

CREATE TABLE lectern.workshop_lead (
    workshop  bigint NOT NULL REFERENCES lectern.workshop,
    trainer   bigint NOT NULL REFERENCES lectern.trainer,
    PRIMARY KEY (workshop, trainer)
);

CREATE TABLE lectern.pool (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session   bigint NOT NULL REFERENCES lectern.session,
    kind      text NOT NULL,
    workshop  bigint UNIQUE REFERENCES lectern.workshop,
    capacity  int NOT NULL,
    taken     int NOT NULL DEFAULT 0,
    waiting   int NOT NULL DEFAULT 0,
    CONSTRAINT pool_kind CHECK (kind IN ('main', 'in_person', 'virtual', 'workshop')),
    CONSTRAINT pool_of_a_workshop CHECK ((kind = 'workshop') = (workshop IS NOT NULL)),
    CONSTRAINT places_fit CHECK (taken BETWEEN 0 AND capacity),
    CONSTRAINT waiting_is_a_count CHECK (waiting >= 0)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX one_pool_a_kind ON lectern.pool (session, kind) WHERE kind <> 'workshop';
COMMENT ON TABLE lectern.pool IS 'Places and how many are taken: even a wrong function cannot give one twice.';
COMMENT ON COLUMN lectern.pool.taken IS 'Confirmed bookings, holds and open offers; not those with booking.over.';
COMMENT ON COLUMN lectern.pool.waiting IS 'Live bookings in state waiting, kept by the commands so that lists need not count.';

CREATE TABLE lectern.duty (
    session   bigint NOT NULL REFERENCES lectern.session,
    person    bigint NOT NULL REFERENCES lectern.person,
    kind      text NOT NULL,
    listed    boolean NOT NULL DEFAULT false,
    position  int NOT NULL DEFAULT 1,
    PRIMARY KEY (session, person),
    CONSTRAINT duty_kind CHECK (kind IN ('trainer', 'steward'))
);
CREATE INDEX duty_person ON lectern.duty (person);
COMMENT ON TABLE lectern.duty IS 'Who runs the door of a session.  A steward scans; a trainer also searches, undoes, adds and signs off.';
COMMENT ON COLUMN lectern.duty.listed IS 'Named as a trainer on the public page.';

CREATE FUNCTION lectern.event_words() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.words := lectern.words(concat_ws(' ', NEW.title, NEW.summary, NEW.code,
        array_to_string(NEW.topics, ' '), array_to_string(NEW.audience, ' ')));
    RETURN NEW;
END $$;
CREATE TRIGGER event_words BEFORE INSERT OR UPDATE ON lectern.event
   FOR EACH ROW EXECUTE FUNCTION lectern.event_words();

CREATE FUNCTION lectern.session_words() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.words := lectern.words(concat_ws(' ', NEW.title, NEW.theme, NEW.ref,
        (SELECT concat_ws(' ', name, town) FROM lectern.venue WHERE id = NEW.venue)));
    RETURN NEW;
END $$;
CREATE TRIGGER session_words BEFORE INSERT OR UPDATE OF title, theme, ref, venue ON lectern.session
   FOR EACH ROW EXECUTE FUNCTION lectern.session_words();
