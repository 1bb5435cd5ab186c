-- Workshops that people choose, and when the joining link shows.

CREATE TABLE lectern.choice (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    booking    bigint NOT NULL REFERENCES lectern.booking,
    workshop   bigint NOT NULL REFERENCES lectern.workshop,
    slot       text NOT NULL,
    topic      text NOT NULL,
    preferred  boolean NOT NULL DEFAULT false,
    state      text NOT NULL DEFAULT 'waiting',
    made       timestamptz NOT NULL DEFAULT lectern.clock(),
    changed    timestamptz NOT NULL DEFAULT lectern.clock(),
    CONSTRAINT choice_state CHECK (state IN ('chosen', 'waiting', 'ended'))
);
CREATE UNIQUE INDEX one_workshop_a_round ON lectern.choice (booking, slot) WHERE state = 'chosen';
CREATE UNIQUE INDEX one_wait_a_round ON lectern.choice (booking, slot, preferred) WHERE state = 'waiting';
CREATE UNIQUE INDEX no_workshop_and_its_repeat ON lectern.choice (booking, topic) WHERE state <> 'ended';
CREATE INDEX choice_booking ON lectern.choice (booking);
CREATE INDEX choice_queue ON lectern.choice (workshop, id) WHERE state = 'waiting';
COMMENT ON TABLE lectern.choice IS 'A workshop that a booking has a place in, or waits for; the number is the order of its waiting list.';
COMMENT ON COLUMN lectern.choice.slot IS 'The round, as the workshop''s.';
COMMENT ON COLUMN lectern.choice.topic IS 'What the workshop repeats, else its own code: one of a topic is enough.';
COMMENT ON COLUMN lectern.choice.preferred IS 'Wanted rather than the one that is chosen in this round: when a place comes up, that one is let go.';

ALTER TABLE lectern.rule ADD join_days int NOT NULL DEFAULT 2,
  ADD CONSTRAINT join_days_is_a_count CHECK (join_days >= 0);
COMMENT ON COLUMN lectern.rule.join_days IS 'So many working days before the start the link to join shows to those with an online place.';
CREATE INDEX pool_workshop ON lectern.pool (session) WHERE kind = 'workshop';
