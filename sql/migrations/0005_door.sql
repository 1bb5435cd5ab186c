-- The door: scans are facts that are only ever added; the register is signed.

CREATE TABLE lectern.scan (
    id        uuid PRIMARY KEY,
    seq       bigint GENERATED ALWAYS AS IDENTITY,
    session   bigint NOT NULL REFERENCES lectern.session,
    part      int,
    booking   bigint REFERENCES lectern.booking,
    way       text NOT NULL DEFAULT 'in',
    means     text NOT NULL,
    at        timestamptz NOT NULL,
    device    uuid,
    by        bigint NOT NULL REFERENCES lectern.person,
    received  timestamptz NOT NULL DEFAULT lectern.clock(),
    sent_at   timestamptz,
    outcome   text NOT NULL,
    undoes    uuid REFERENCES lectern.scan,
    repeats   uuid REFERENCES lectern.scan,
    reason    text,
    person    jsonb,
    answer    jsonb NOT NULL DEFAULT '{}',
    CONSTRAINT scan_way CHECK (way IN ('in', 'out')),
    CONSTRAINT scan_means CHECK (means IN ('camera', 'typed', 'name', 'paper', 'self', 'report')),
    CONSTRAINT scan_outcome CHECK (outcome IN ('unknown', 'wrong_session', 'cancelled', 'not_confirmed', 'wrong_day', 'already', 'admitted', 'departed', 'undone')),
    CONSTRAINT undo_has_a_reason CHECK (undoes IS NULL OR reason <> ''),
    CONSTRAINT only_already_repeats CHECK (repeats IS NULL OR outcome = 'already')
);
CREATE INDEX scan_session ON lectern.scan (session, seq);
CREATE INDEX scan_booking ON lectern.scan (booking, part) WHERE booking IS NOT NULL;
CREATE UNIQUE INDEX undone_once ON lectern.scan (undoes) WHERE undoes IS NOT NULL;
COMMENT ON TABLE lectern.scan IS 'What the door saw, one row a fact, never changed or deleted.  Attendance is derived from it.';
COMMENT ON COLUMN lectern.scan.id IS 'Made by the device: sent again it gives the first answer.';
COMMENT ON COLUMN lectern.scan.at IS 'When it happened, the device''s time corrected by the server''s.';
COMMENT ON COLUMN lectern.scan.sent_at IS 'The device''s own time as it was sent.';
COMMENT ON COLUMN lectern.scan.part IS 'Which part of the session it counts for; NULL where it counts for none.';
COMMENT ON COLUMN lectern.scan.undoes IS 'The scan that this one takes back, with all that repeat it; both rows stay.';
COMMENT ON COLUMN lectern.scan.repeats IS 'The scan that already said so.';
COMMENT ON COLUMN lectern.scan.reason IS 'Why it was taken back, entered late, or why the person left early.';
COMMENT ON COLUMN lectern.scan.person IS 'Someone who came without a booking, as typed at the door.';
COMMENT ON COLUMN lectern.scan.answer IS 'What was answered, to be answered again.';

CREATE TABLE lectern.register (
    session  bigint PRIMARY KEY REFERENCES lectern.session,
    state    text NOT NULL DEFAULT 'open',
    by       bigint REFERENCES lectern.person,
    at       timestamptz,
    CONSTRAINT register_state CHECK (state IN ('open', 'signed_off', 'corrected')),
    CONSTRAINT signed_by_someone CHECK (state = 'open' OR (by IS NOT NULL AND at IS NOT NULL))
);
COMMENT ON TABLE lectern.register IS 'Open, then signed off, then corrected with a reason.  Mails, charges and figures use signed-off registers only.';

CREATE TABLE lectern.register_history (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session  bigint NOT NULL REFERENCES lectern.session,
    at       timestamptz NOT NULL DEFAULT lectern.clock(),
    person   bigint NOT NULL REFERENCES lectern.person,
    state    text NOT NULL,
    reason   text NOT NULL DEFAULT '',
    CONSTRAINT correction_has_a_reason CHECK (state <> 'corrected' OR reason <> '')
);
CREATE INDEX register_history_session ON lectern.register_history (session);
