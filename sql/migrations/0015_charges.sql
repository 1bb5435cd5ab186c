-- Cancellation terms, fees and charges.  Money is in pence.

CREATE TABLE lectern.terms (
    code     text PRIMARY KEY,
    name     text NOT NULL,
    source   text NOT NULL DEFAULT '',
    retired  boolean NOT NULL DEFAULT false,
    CONSTRAINT terms_code CHECK (code ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$')
);
COMMENT ON TABLE lectern.terms IS 'Cancellation terms by name; what they say stands in the versions (policy).';
COMMENT ON COLUMN lectern.terms.source IS 'Where they are published, or nothing.';
COMMENT ON COLUMN lectern.terms.retired IS 'No longer to be chosen; what was booked under them stays.';

CREATE TABLE lectern.policy (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    terms          text NOT NULL REFERENCES lectern.terms,
    version        int NOT NULL,
    made           timestamptz NOT NULL DEFAULT lectern.clock(),
    by             bigint REFERENCES lectern.person,
    notice         int,
    unit           text NOT NULL DEFAULT 'working_days',
    until          time,
    share          int NOT NULL DEFAULT 100,
    brief_minutes  int NOT NULL DEFAULT 0,
    half_minutes   int NOT NULL DEFAULT 240,
    per_day        boolean NOT NULL DEFAULT true,
    grace_half     int,
    grace_day      int,
    left_counts    boolean NOT NULL DEFAULT false,
    swap_free      boolean NOT NULL DEFAULT true,
    transfer_free  boolean NOT NULL DEFAULT false,
    fee_due        text NOT NULL DEFAULT 'never',
    extra_costs    boolean NOT NULL DEFAULT false,
    excuses        text[] NOT NULL DEFAULT '{}',
    case_days      int NOT NULL DEFAULT 10,
    UNIQUE (terms, version),
    CONSTRAINT policy_unit CHECK (unit IN ('calendar_days', 'working_days', 'hours')),
    CONSTRAINT policy_fee_due CHECK (fee_due IN ('never', 'attended', 'booked')),
    CONSTRAINT policy_figures CHECK (least(notice, brief_minutes, half_minutes, grace_half, grace_day) >= 0 AND case_days > 0),
    CONSTRAINT policy_share CHECK (share BETWEEN 0 AND 100),
    CONSTRAINT hours_have_no_hour CHECK (unit <> 'hours' OR until IS NULL)
);
COMMENT ON TABLE lectern.policy IS 'A version of cancellation terms.  It never changes: a booking keeps the version it was made under.';
COMMENT ON COLUMN lectern.policy.notice IS 'How long before the start a place can be given up free, in units; NULL: never.';
COMMENT ON COLUMN lectern.policy.until IS 'Local time at which the last free day ends; NULL: the time at which the session starts.';
COMMENT ON COLUMN lectern.policy.share IS 'Percent of the amount owed by who cancels after that, up to the first tier.';
COMMENT ON COLUMN lectern.policy.brief_minutes IS 'A day of up to so many minutes is brief, of up to half_minutes half a day, else a day.';
COMMENT ON COLUMN lectern.policy.per_day IS 'Whether each day of a session counts, or only the longest.';
COMMENT ON COLUMN lectern.policy.grace_day IS 'Who comes more than so many minutes late to a day counts as absent; NULL: the trainer decides.';
COMMENT ON COLUMN lectern.policy.grace_half IS 'The same for half a day or less.';
COMMENT ON COLUMN lectern.policy.left_counts IS 'Whether who leaves early counts as absent.';
COMMENT ON COLUMN lectern.policy.fee_due IS 'Whether a fee for the place is owed by who attended, by who had the place at the start, or never.';
COMMENT ON COLUMN lectern.policy.extra_costs IS 'Whether what was spent for this person (an interpreter) is charged as well.';
COMMENT ON COLUMN lectern.policy.excuses IS 'The reasons that excuse, whatever the amounts: codes of excuse.';
COMMENT ON COLUMN lectern.policy.case_days IS 'Working days in which a charge can be questioned.';

CREATE TABLE lectern.policy_tier (
    policy  bigint NOT NULL REFERENCES lectern.policy,
    notice  int NOT NULL,
    share   int NOT NULL,
    PRIMARY KEY (policy, notice),
    CONSTRAINT tier_share CHECK (share BETWEEN 0 AND 100 AND notice >= 0)
);
COMMENT ON TABLE lectern.policy_tier IS 'From so many units before the start on, another share of the amount is owed.';

CREATE TABLE lectern.policy_amount (
    policy  bigint NOT NULL REFERENCES lectern.policy,
    kind    text NOT NULL,
    class   text REFERENCES lectern.charging_class,
    brief   int,
    half    int,
    day     int,
    share   int,
    CONSTRAINT amount_kind CHECK (kind IN ('absence', 'fee')),
    CONSTRAINT amounts_or_a_share CHECK (num_nonnulls(brief, half, day) = CASE WHEN share IS NULL THEN 3 ELSE 0 END),
    CONSTRAINT amount_figures CHECK (least(brief, half, day, share) >= 0)
);
CREATE UNIQUE INDEX one_amount_a_class ON lectern.policy_amount (policy, kind, coalesce(class, ''));
COMMENT ON TABLE lectern.policy_amount IS 'What is owed for not coming, and for the place itself, by length and by class of payer.';
COMMENT ON COLUMN lectern.policy_amount.class IS 'NULL: everyone whose class has no row of its own.';
COMMENT ON COLUMN lectern.policy_amount.day IS 'Pence for each day, or for the whole where only the longest counts.';
COMMENT ON COLUMN lectern.policy_amount.share IS 'Percent of the full fee of the session instead of an amount.';

CREATE TABLE lectern.excuse (
    code      text PRIMARY KEY,
    words     text NOT NULL UNIQUE,
    position  int NOT NULL,
    CONSTRAINT excuse_code CHECK (code ~ '^[a-z_]+$')
);
COMMENT ON TABLE lectern.excuse IS 'Reasons for not coming, for leaving or for cancelling late that terms may excuse.  A reason given in these words is one of them.';
INSERT INTO lectern.excuse (code, words, position) VALUES
    ('sickness', 'Ill', 1),
    ('bereavement', 'A death in the family', 2),
    ('care', 'Caring for someone in an emergency', 3),
    ('court', 'Called to court', 4),
    ('incident', 'Called to an incident or a child at risk', 5),
    ('weather', 'Roads or trains stopped by the weather', 6),
    ('our_error', 'A mistake of the training team', 7);

-- Which terms a date has: its own, else its course's, else the partnership's.
ALTER TABLE lectern.rule ADD terms text REFERENCES lectern.terms;
ALTER TABLE lectern.event ADD terms text REFERENCES lectern.terms,
  ADD full_fee int,
  ADD CONSTRAINT event_full_fee CHECK (full_fee >= 0);
ALTER TABLE lectern.session ADD terms text REFERENCES lectern.terms,
  ADD full_fee int,
  ADD no_charges text,
  ADD CONSTRAINT session_full_fee CHECK (full_fee >= 0),
  ADD CONSTRAINT sparing_has_a_reason CHECK (no_charges <> '');
COMMENT ON COLUMN lectern.rule.terms IS 'The terms of dates that name none; NULL: nothing is charged.';
COMMENT ON COLUMN lectern.event.terms IS 'The terms of its dates; NULL: the partnership''s.';
COMMENT ON COLUMN lectern.event.full_fee IS 'What a place costs in full, in pence, where terms charge a share of it; NULL: the fee that they name for everyone else.';
COMMENT ON COLUMN lectern.session.terms IS 'Its own terms; NULL: those of its course.';
COMMENT ON COLUMN lectern.session.no_charges IS 'Why nobody is charged for this date, such as snow; NULL: its terms hold.';

ALTER TABLE lectern.agency ADD purchase_order text;
COMMENT ON COLUMN lectern.agency.purchase_order IS 'The purchase order that its charges of today go under.';

ALTER TABLE lectern.booking
  ADD policy bigint REFERENCES lectern.policy,
  ADD purchase_order text,
  ADD invoice_period text;
COMMENT ON COLUMN lectern.booking.policy IS 'The terms as on the day of booking; NULL: nothing is charged.';
COMMENT ON COLUMN lectern.booking.purchase_order IS 'Purchase order and period of invoice of the agency as on the day of booking.';

CREATE TABLE lectern.batch (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency          bigint REFERENCES lectern.agency,
    period          text NOT NULL,
    upto            date NOT NULL,
    purchase_order  text,
    made            timestamptz NOT NULL DEFAULT lectern.clock(),
    by              bigint NOT NULL REFERENCES lectern.person
);
COMMENT ON TABLE lectern.batch IS 'Charges and credits of an agency that went out together as one statement.';
COMMENT ON COLUMN lectern.batch.agency IS 'NULL: people whose organisation is not on the list.';
COMMENT ON COLUMN lectern.batch.period IS 'The period in words, such as November 2026.';
COMMENT ON COLUMN lectern.batch.upto IS 'The last day of a session that it may hold.';

CREATE TABLE lectern.charge (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    booking   bigint NOT NULL REFERENCES lectern.booking,
    kind      text NOT NULL,
    amount    int NOT NULL,
    extra     int NOT NULL DEFAULT 0,
    extra_for text NOT NULL DEFAULT '',
    because   text NOT NULL,
    state     text NOT NULL DEFAULT 'proposed',
    made      timestamptz NOT NULL DEFAULT lectern.clock(),
    deadline  timestamptz NOT NULL,
    stated    text,
    stated_by text,
    stated_at timestamptz,
    batch     bigint REFERENCES lectern.batch,
    credits   bigint REFERENCES lectern.charge,
    CONSTRAINT charge_kind CHECK (kind IN ('late_cancellation', 'no_show', 'late_arrival', 'left_early', 'fee', 'credit')),
    CONSTRAINT charge_state CHECK (state IN ('proposed', 'confirmed', 'waived', 'disputed', 'batched', 'credited', 'withdrawn')),
    CONSTRAINT only_credits_are_negative CHECK ((kind = 'credit') = (amount < 0) AND (kind = 'credit') = (credits IS NOT NULL)),
    CONSTRAINT extra_is_explained CHECK (extra >= 0 AND (extra = 0) = (extra_for = '')),
    CONSTRAINT batched_in_a_batch CHECK ((state IN ('batched', 'credited')) = (batch IS NOT NULL)),
    CONSTRAINT a_dispute_has_a_case CHECK (state <> 'disputed' OR stated IS NOT NULL)
);
CREATE UNIQUE INDEX one_charge ON lectern.charge (booking, (kind = 'fee'))
 WHERE credits IS NULL AND state NOT IN ('credited', 'withdrawn');
CREATE UNIQUE INDEX one_credit ON lectern.charge (credits);
CREATE INDEX charge_open ON lectern.charge (state, made) WHERE state IN ('proposed', 'confirmed', 'disputed');
CREATE INDEX charge_batch ON lectern.charge (batch);
COMMENT ON TABLE lectern.charge IS 'What is asked of an agency for a booking, or given back to it.  Proposed by the clockwork; a person decides.';
COMMENT ON COLUMN lectern.charge.because IS 'What it is for and how it was worked out, in words.';
COMMENT ON COLUMN lectern.charge.deadline IS 'Until when the person or the manager can say why it is wrong; not before then does it go out.';
COMMENT ON COLUMN lectern.charge.stated IS 'The case of the person or the manager.';
COMMENT ON COLUMN lectern.charge.credits IS 'The charge that this credit gives back.';

CREATE TABLE lectern.charge_history (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    charge  bigint NOT NULL REFERENCES lectern.charge,
    at      timestamptz NOT NULL DEFAULT lectern.clock(),
    person  bigint REFERENCES lectern.person,
    state   text NOT NULL,
    why     text NOT NULL DEFAULT ''
);
CREATE INDEX charge_history_charge ON lectern.charge_history (charge);
COMMENT ON TABLE lectern.charge_history IS 'Every state a charge has had: when, by whom, why.';

ALTER TABLE lectern.register ADD charged timestamptz;
COMMENT ON COLUMN lectern.register.charged IS 'The "at" of the register that charges were last worked out from.';
CREATE INDEX booking_cancelled_late ON lectern.booking (changed)
 WHERE state = 'cancelled' AND policy IS NOT NULL AND changed > free_until;

ALTER TABLE lectern.link DROP CONSTRAINT link_purpose,
  ADD CONSTRAINT link_purpose CHECK (purpose IN ('register', 'password', 'address', 'evaluation', 'approval', 'offer', 'charge', 'moved'));
