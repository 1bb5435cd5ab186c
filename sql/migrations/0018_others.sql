-- Booking for others: colleagues, people without an address, guests of open
-- events; and what people need on the day, kept with each booking.

-- People who are reached on paper, and guests, who have no account.
ALTER TABLE lectern.person ADD post text NOT NULL DEFAULT '',
  ADD guest_email text,
  ADD guest boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT guests_have_no_account CHECK (NOT guest OR email IS NULL AND password IS NULL),
  ADD CONSTRAINT guest_email_is_folded CHECK (guest_email = lower(guest_email));
COMMENT ON COLUMN lectern.person.post IS 'Where letters go, "care of" included; only for people without an address for mail.';
COMMENT ON COLUMN lectern.person.guest IS 'Gave a name and a contact for one event that is open to the public; belongs to no agency.';
COMMENT ON COLUMN lectern.person.guest_email IS 'Where a guest''s mail goes; several may share it, and it opens no account.';
ALTER TABLE lectern.event ADD open_to_public boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN lectern.event.open_to_public IS 'Parents, carers and community leaders may book with a name and a contact only.';

-- A message to somebody without an address is a letter: a row of the same
-- outbox in a state that no worker takes.
ALTER TABLE lectern.mail ALTER address DROP NOT NULL;
DO $$
DECLARE
    v_states  text := (SELECT pg_get_constraintdef(oid) FROM pg_constraint
                        WHERE conname = 'mail_state' AND conrelid = 'lectern.mail'::regclass);
BEGIN
    ALTER TABLE lectern.mail DROP CONSTRAINT mail_state;
    EXECUTE 'ALTER TABLE lectern.mail ADD CONSTRAINT mail_state '
         || replace(v_states, 'ARRAY[', 'ARRAY[''to_post''::text, ''posted''::text, ');
END $$;
ALTER TABLE lectern.mail ADD CONSTRAINT letters_have_no_address
  CHECK ((state IN ('to_post', 'posted')) = (address IS NULL) OR state = 'dropped');
CREATE INDEX mail_to_post ON lectern.mail (made) WHERE state = 'to_post';
COMMENT ON COLUMN lectern.mail.address IS 'NULL: a letter, to be printed and posted.';

-- What links are good for stands beside the mails that carry them.
ALTER TABLE lectern.link DROP CONSTRAINT link_purpose,
  ADD CONSTRAINT link_purpose CHECK (purpose ~ '^[a-z_]+$');

-- What a training contact asked for at once, and what came of each.
CREATE TABLE lectern.group_request (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    by       bigint NOT NULL REFERENCES lectern.person,
    agency   bigint NOT NULL REFERENCES lectern.agency,
    session  bigint NOT NULL REFERENCES lectern.session,
    made     timestamptz NOT NULL DEFAULT lectern.clock()
);
CREATE INDEX group_request_agency ON lectern.group_request (agency, made);
CREATE TABLE lectern.group_line (
    request   bigint NOT NULL REFERENCES lectern.group_request ON DELETE CASCADE,
    position  int NOT NULL,
    person    bigint REFERENCES lectern.person,
    name      text NOT NULL,
    outcome   text NOT NULL,
    booking   bigint REFERENCES lectern.booking,
    PRIMARY KEY (request, position)
);
COMMENT ON TABLE lectern.group_line IS 'One person of a group request: the outcome of asking for a place.';

-- Needs, with each booking: special-category data (UK GDPR article 9).
CREATE TABLE lectern.need_kind (
    code     text PRIMARY KEY,
    label    text NOT NULL,
    pattern  text NOT NULL,
    days     int NOT NULL,
    CONSTRAINT need_kind_days CHECK (days >= 0)
);
COMMENT ON TABLE lectern.need_kind IS 'How many working days it takes to arrange what people ask for.';
COMMENT ON COLUMN lectern.need_kind.pattern IS 'A regular expression over the folded words of a need; diet is asked in a field of its own.';
INSERT INTO lectern.need_kind (code, label, pattern, days) VALUES
    ('bsl', 'a British Sign Language interpreter', '\m(bsl|sign language|signer)\M', 15),
    ('language', 'an interpreter', '\minterpret(er|ing)\M', 10),
    ('speech_to_text', 'a speech-to-text reporter', '\m(palantyp\w*|speech[- ]to[- ]text|captions?|captioning|note[- ]?taker)\M', 15),
    ('braille', 'Braille', '\mbraille\M', 15),
    ('large_print', 'large print', '\m(large print|easy read)\M', 5),
    ('hearing_loop', 'a hearing loop', '\m(hearing|induction|loop)\M', 3),
    ('diet', 'food you can eat', '', 3);

CREATE TABLE lectern.booking_need (
    booking  bigint NOT NULL REFERENCES lectern.booking ON DELETE CASCADE,
    kind     text NOT NULL,
    details  text NOT NULL,
    state    text NOT NULL DEFAULT 'new',
    note     text NOT NULL DEFAULT '',
    told     timestamptz NOT NULL DEFAULT lectern.clock(),
    changed  timestamptz,
    by       bigint REFERENCES lectern.person,
    PRIMARY KEY (booking, kind),
    CONSTRAINT need_kind CHECK (kind IN ('access', 'diet')),
    CONSTRAINT need_state CHECK (state IN ('new', 'arranged', 'met', 'not_met')),
    CONSTRAINT need_is_told CHECK (details <> '')
);
COMMENT ON TABLE lectern.booking_need IS 'What somebody needs on this date: seen by the coordinator and the date''s trainers; deleted 30 days after it, when need_total is counted.';
CREATE TABLE lectern.need_total (
    session  bigint NOT NULL REFERENCES lectern.session,
    kind     text NOT NULL,
    state    text NOT NULL,
    n        int NOT NULL,
    PRIMARY KEY (session, kind, state)
);
COMMENT ON TABLE lectern.need_total IS 'What is left of the needs of a date: how many there were, and how many were met.';

-- A booking takes along what its person is known to need, however it is made.
CREATE FUNCTION lectern.booking_takes_needs() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    INSERT INTO booking_need (booking, kind, details)
    SELECT NEW.id, v.kind, v.details
      FROM need n CROSS JOIN LATERAL (VALUES ('access', n.access), ('diet', n.diet)) AS v (kind, details)
     WHERE n.person = NEW.person AND v.details <> '';
    RETURN NULL;
END $$;
CREATE TRIGGER booking_takes_needs AFTER INSERT ON lectern.booking
   FOR EACH ROW WHEN (NEW.state IN ('requested', 'waiting', 'offered', 'confirmed'))
   EXECUTE FUNCTION lectern.booking_takes_needs();
INSERT INTO lectern.booking_need (booking, kind, details)
SELECT b.id, v.kind, v.details
  FROM lectern.booking b
  JOIN lectern.session s ON s.id = b.session AND s.ends > lectern.clock() - interval '30 days'
  JOIN lectern.need n ON n.person = b.person
 CROSS JOIN LATERAL (VALUES ('access', n.access), ('diet', n.diet)) AS v (kind, details)
 WHERE b.state IN ('requested', 'waiting', 'offered', 'confirmed') AND v.details <> '';

UPDATE lectern.statement
   SET body = replace(body, '- your bookings, their dates', E'- your postal address, if we reach you on paper\n- your bookings, their dates')
 WHERE slug = 'privacy' AND version = 1;
