-- Rules of booking: who waits, who must agree, whom a place is kept for.

CREATE TABLE lectern.holiday (
    day   date PRIMARY KEY,
    name  text NOT NULL
);
COMMENT ON TABLE lectern.holiday IS 'Bank holidays of England and Wales (gov.uk/bank-holidays): no working day.';
INSERT INTO lectern.holiday (day, name) VALUES
    ('2025-01-01', 'New Year''s Day'), ('2025-04-18', 'Good Friday'), ('2025-04-21', 'Easter Monday'),
    ('2025-05-05', 'Early May bank holiday'), ('2025-05-26', 'Spring bank holiday'),
    ('2025-08-25', 'Summer bank holiday'), ('2025-12-25', 'Christmas Day'), ('2025-12-26', 'Boxing Day'),
    ('2026-01-01', 'New Year''s Day'), ('2026-04-03', 'Good Friday'), ('2026-04-06', 'Easter Monday'),
    ('2026-05-04', 'Early May bank holiday'), ('2026-05-25', 'Spring bank holiday'),
    ('2026-08-31', 'Summer bank holiday'), ('2026-12-25', 'Christmas Day'), ('2026-12-28', 'Boxing Day (substitute)'),
    ('2027-01-01', 'New Year''s Day'), ('2027-03-26', 'Good Friday'), ('2027-03-29', 'Easter Monday'),
    ('2027-05-03', 'Early May bank holiday'), ('2027-05-31', 'Spring bank holiday'),
    ('2027-08-30', 'Summer bank holiday'), ('2027-12-27', 'Christmas Day (substitute)'),
    ('2027-12-28', 'Boxing Day (substitute)'),
    ('2028-01-03', 'New Year''s Day (substitute)'), ('2028-04-14', 'Good Friday'), ('2028-04-17', 'Easter Monday'),
    ('2028-05-01', 'Early May bank holiday'), ('2028-05-29', 'Spring bank holiday'),
    ('2028-08-28', 'Summer bank holiday'), ('2028-12-25', 'Christmas Day'), ('2028-12-26', 'Boxing Day');

CREATE TABLE lectern.rule (
    one               boolean PRIMARY KEY DEFAULT true,
    offer_days        int NOT NULL DEFAULT 10,
    offer_hours       int NOT NULL DEFAULT 16,
    offer_late_days   int NOT NULL DEFAULT 3,
    offer_late_hours  int NOT NULL DEFAULT 4,
    offer_stop_hours  int NOT NULL DEFAULT 2,
    first_call_days   int NOT NULL DEFAULT 5,
    agreement_days    int NOT NULL DEFAULT 5,
    hold_places       boolean NOT NULL DEFAULT true,
    release_days      int NOT NULL DEFAULT 10,
    one_live_date     boolean NOT NULL DEFAULT true,
    withdraw_hours    int NOT NULL DEFAULT 24,
    change_stop_hours int NOT NULL DEFAULT 24,
    day_begins        time NOT NULL DEFAULT '09:00',
    day_ends          time NOT NULL DEFAULT '17:00',
    mails_from        time NOT NULL DEFAULT '08:00',
    mails_until       time NOT NULL DEFAULT '18:00',
    version           int NOT NULL DEFAULT 1,
    CONSTRAINT one_row CHECK (one),
    CONSTRAINT counts CHECK (least(offer_days, offer_late_days, offer_stop_hours, first_call_days, release_days,
                                   withdraw_hours, change_stop_hours) >= 0
                             AND least(offer_hours, offer_late_hours, agreement_days) > 0),
    CONSTRAINT days_have_hours CHECK (day_ends > day_begins AND mails_until > mails_from)
);
COMMENT ON TABLE lectern.rule IS 'One row: the partnership''s own figures for the rules of booking.  Days are working days unless said.';
COMMENT ON COLUMN lectern.rule.offer_days IS 'From so many days before the start a freed place is offered, not just given; inside the charge window always.';
COMMENT ON COLUMN lectern.rule.offer_hours IS 'Working hours in which to answer an offer.';
COMMENT ON COLUMN lectern.rule.offer_late_hours IS 'The same within offer_late_days of the start.';
COMMENT ON COLUMN lectern.rule.offer_stop_hours IS 'So many hours before the start nothing is offered any more.';
COMMENT ON COLUMN lectern.rule.first_call_days IS 'How long people of a cancelled date have first call on its replacement.';
COMMENT ON COLUMN lectern.rule.agreement_days IS 'How long a manager has to agree before the coordinator decides.';
COMMENT ON COLUMN lectern.rule.hold_places IS 'Whether a place is held while agreement is awaited.';
COMMENT ON COLUMN lectern.rule.release_days IS 'So many days before the start places kept for a group go to everyone.';
COMMENT ON COLUMN lectern.rule.one_live_date IS 'Whether a person may be booked on one date of a course at a time only.';
COMMENT ON COLUMN lectern.rule.withdraw_hours IS 'Hours in which who booked or accepted inside the charge window may withdraw free.';
COMMENT ON COLUMN lectern.rule.change_stop_hours IS 'So many hours before the start people can no longer send a colleague, move or choose again by themselves.';
INSERT INTO lectern.rule DEFAULT VALUES;

-- Agencies that are a group of settings (schools, practices) may be capped by setting.
ALTER TABLE lectern.agency ADD capped_by text NOT NULL DEFAULT 'agency',
  ADD CONSTRAINT agency_capped_by CHECK (capped_by IN ('agency', 'setting'));
COMMENT ON COLUMN lectern.agency.capped_by IS 'Whether max_per_session counts all of the agency or each setting.';

CREATE TABLE lectern.reserve (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session   bigint NOT NULL REFERENCES lectern.session,
    label     text NOT NULL,
    agency    bigint REFERENCES lectern.agency,
    setting   bigint REFERENCES lectern.setting,
    sectors   text[] NOT NULL DEFAULT '{}',
    places    int NOT NULL,
    release   timestamptz,
    released  boolean NOT NULL DEFAULT false,
    CONSTRAINT reserve_for_one_group CHECK (num_nonnulls(agency, setting) + (sectors <> '{}')::int = 1),
    CONSTRAINT reserve_places CHECK (places > 0)
);
CREATE INDEX reserve_session ON lectern.reserve (session) WHERE NOT released;
CREATE INDEX reserve_release ON lectern.reserve (release) WHERE NOT released;
COMMENT ON TABLE lectern.reserve IS 'Places of a session kept for an agency, a setting or a group of sectors until the release.';
COMMENT ON COLUMN lectern.reserve.label IS 'Whom they are kept for, in words.';
COMMENT ON COLUMN lectern.reserve.release IS 'When what is left goes to everyone; NULL: never.';

ALTER TABLE lectern.booking
  ADD turn numeric,
  ADD held boolean NOT NULL DEFAULT false,
  ADD replaces bigint REFERENCES lectern.booking,
  ADD wish bigint,
  ADD free_until timestamptz,
  ADD CONSTRAINT only_requests_are_held CHECK (state = 'requested' OR NOT held);
COMMENT ON COLUMN lectern.booking.turn IS 'Place in the line; NULL: the number.  Set by a coordinator with a reason, and for those with first call.';
COMMENT ON COLUMN lectern.booking.held IS 'A request for which a place is held, counted in the pool.';
COMMENT ON COLUMN lectern.booking.replaces IS 'The booking that this one came from: a colleague''s, another date''s, or that of a cancelled date.';
COMMENT ON COLUMN lectern.booking.wish IS 'The wish for any date that this booking answers.';
COMMENT ON COLUMN lectern.booking.free_until IS 'Until when this place can be given up without a charge: the session''s, or later for who came late.';
DROP INDEX lectern.booking_queue;
CREATE INDEX booking_queue ON lectern.booking (pool, (coalesce(turn, id)))
 WHERE state = 'waiting' OR state = 'requested';

CREATE TABLE lectern.offer (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    booking  bigint NOT NULL REFERENCES lectern.booking,
    made     timestamptz NOT NULL DEFAULT lectern.clock(),
    expires  timestamptz NOT NULL,
    state    text NOT NULL DEFAULT 'open',
    ended    timestamptz,
    CONSTRAINT offer_state CHECK (state IN ('open', 'accepted', 'declined', 'lapsed', 'withdrawn')),
    CONSTRAINT offer_ended CHECK ((state = 'open') = (ended IS NULL))
);
CREATE UNIQUE INDEX one_open_offer ON lectern.offer (booking) WHERE state = 'open';
CREATE INDEX offer_booking ON lectern.offer (booking);
CREATE INDEX offer_expires ON lectern.offer (expires) WHERE state = 'open';
COMMENT ON TABLE lectern.offer IS 'A place that has come up, kept for one person until they answer or it lapses.';

CREATE TABLE lectern.approval (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    booking   bigint NOT NULL REFERENCES lectern.booking,
    kind      text NOT NULL,
    why       text NOT NULL DEFAULT 'session',
    detail    text NOT NULL DEFAULT '',
    name      text NOT NULL DEFAULT '',
    address   text,
    asked     timestamptz NOT NULL DEFAULT lectern.clock(),
    reminded  timestamptz,
    expires   timestamptz,
    state     text NOT NULL DEFAULT 'open',
    ended     timestamptz,
    by        bigint REFERENCES lectern.person,
    note      text NOT NULL DEFAULT '',
    CONSTRAINT approval_kind CHECK (kind IN ('manager', 'coordinator')),
    CONSTRAINT approval_why CHECK (why IN ('session', 'no_manager', 'own_address', 'outside_domain', 'expired', 'bounced',
                                           'equivalent', 'no_shows', 'second_date', 'not_invited')),
    CONSTRAINT approval_state CHECK (state IN ('open', 'agreed', 'declined', 'passed_on', 'expired', 'withdrawn')),
    CONSTRAINT approval_ended CHECK ((state = 'open') = (ended IS NULL)),
    CONSTRAINT manager_has_an_address CHECK (kind <> 'manager' OR address IS NOT NULL)
);
CREATE UNIQUE INDEX one_open_approval ON lectern.approval (booking, kind, why) WHERE state = 'open';
CREATE INDEX approval_booking ON lectern.approval (booking);
CREATE INDEX approval_address ON lectern.approval (address) WHERE state = 'open';
CREATE INDEX approval_expires ON lectern.approval (expires) WHERE state = 'open';
COMMENT ON TABLE lectern.approval IS 'An agreement that a requested booking needs: of the manager, by a mailed link, or of the coordinator.  All must agree.';
COMMENT ON COLUMN lectern.approval.why IS 'Why it is needed: the session asks for it, or a rule does.';
COMMENT ON COLUMN lectern.approval.detail IS 'What the person says, such as the equal training done elsewhere.';
COMMENT ON COLUMN lectern.approval.expires IS 'When a manager''s silence hands it to the coordinator.';
COMMENT ON COLUMN lectern.approval.by IS 'The coordinator who decided; NULL: the manager, by the link.';

CREATE TABLE lectern.wish (
    id       bigint PRIMARY KEY DEFAULT nextval('lectern.booking_id_seq'),
    event    bigint NOT NULL REFERENCES lectern.event,
    person   bigint NOT NULL REFERENCES lectern.person,
    made     timestamptz NOT NULL DEFAULT lectern.clock(),
    state    text NOT NULL DEFAULT 'open',
    ended    timestamptz,
    seed     bytea NOT NULL,
    key      int NOT NULL,
    hash     bytea NOT NULL,
    code     bytea NOT NULL,
    CONSTRAINT wish_state CHECK (state IN ('open', 'answered', 'left')),
    CONSTRAINT wish_ended CHECK ((state = 'open') = (ended IS NULL))
);
CREATE UNIQUE INDEX one_open_wish ON lectern.wish (event, person) WHERE state = 'open';
COMMENT ON TABLE lectern.wish IS 'The next place on any date of a course: one entry in all of its lines.  The number is drawn with those of bookings, so that both stand in one order.';
COMMENT ON COLUMN lectern.wish.seed IS 'The ticket to be, made by the caller as for a booking.';
ALTER TABLE lectern.booking ADD FOREIGN KEY (wish) REFERENCES lectern.wish;
CREATE UNIQUE INDEX one_booking_a_wish ON lectern.booking (wish)
 WHERE wish IS NOT NULL AND state IN ('requested', 'waiting', 'offered', 'confirmed');

-- Who may book at all.
ALTER TABLE lectern.event_prerequisite ADD within_months int,
  ADD CONSTRAINT prerequisite_within CHECK (within_months > 0);
COMMENT ON COLUMN lectern.event_prerequisite.within_months IS 'How long ago it may have been at most; NULL: ever.';
ALTER TABLE lectern.session ADD only_agencies bigint[] NOT NULL DEFAULT '{}',
  ADD only_sectors text[] NOT NULL DEFAULT '{}',
  ADD by_invitation boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN lectern.session.only_agencies IS 'If any: staff of these agencies, or of only_sectors, may book and nobody else.';
COMMENT ON COLUMN lectern.session.by_invitation IS 'Only people on its list of invitations may book.';
CREATE TABLE lectern.invitation (
    session  bigint NOT NULL REFERENCES lectern.session,
    email    text NOT NULL,
    made     timestamptz NOT NULL DEFAULT lectern.clock(),
    by       bigint REFERENCES lectern.person,
    PRIMARY KEY (session, email),
    CONSTRAINT email_is_folded CHECK (email = lower(email))
);
COMMENT ON TABLE lectern.invitation IS 'Who may book a session by invitation, whether or not they have an account yet.';
