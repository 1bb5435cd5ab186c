-- The desk: messages in the partnership's own words, the hours in which they
-- go out, and for each date notes and a checklist.

CREATE TABLE lectern.message (
    kind     text PRIMARY KEY,
    subject  text,
    body     text,
    version  int NOT NULL DEFAULT 1,
    changed  timestamptz NOT NULL DEFAULT lectern.clock(),
    by       bigint REFERENCES lectern.person,
    CONSTRAINT subject_and_body CHECK ((subject IS NULL) = (body IS NULL))
);
COMMENT ON TABLE lectern.message IS 'Mails in the partnership''s own words, by kind.  No row, or one without words: the text that came with the program.';

CREATE FUNCTION lectern.message_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    INSERT INTO audit (person, act, object, detail)
    VALUES (NEW."by", 'change_message', 'message ' || NEW.kind,
            jsonb_build_object('version', NEW.version, 'subject', CASE TG_OP WHEN 'UPDATE' THEN OLD.subject END,
                               'body', CASE TG_OP WHEN 'UPDATE' THEN OLD.body END));
    RETURN NEW;
END $$;
CREATE TRIGGER message_audit AFTER INSERT OR UPDATE ON lectern.message
   FOR EACH ROW EXECUTE FUNCTION lectern.message_audit();

ALTER TABLE lectern.rule
  ADD reminder_days        int NOT NULL DEFAULT 14,
  ADD second_reminder_days int NOT NULL DEFAULT 2,
  ADD joining_days         int NOT NULL DEFAULT 5,
  ADD minimum_days         int NOT NULL DEFAULT 10,
  ADD CONSTRAINT reminders_are_counts CHECK (least(reminder_days, second_reminder_days, joining_days, minimum_days) >= 0);
COMMENT ON COLUMN lectern.rule.reminder_days IS 'So many days before a date, weekends counted, everyone with a place is reminded once; 0: never.';
COMMENT ON COLUMN lectern.rule.second_reminder_days IS 'The same, a second time.';
COMMENT ON COLUMN lectern.rule.joining_days IS 'So many days before a date its joining details go out; 0: never.';
COMMENT ON COLUMN lectern.rule.minimum_days IS 'From so many days before a date the desk asks what to do if it has too few people.';
COMMENT ON COLUMN lectern.rule.mails_from IS 'Mail that can wait goes out from this local time …';
COMMENT ON COLUMN lectern.rule.mails_until IS '… until this.';

-- Mail that can wait waits for the morning: see app.mail_due.
CREATE FUNCTION lectern.mail_waits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    NEW.due := app.mail_due(NEW.kind, NEW.session, NEW.due);
    RETURN NEW;
END $$;
CREATE TRIGGER mail_waits BEFORE INSERT ON lectern.mail
   FOR EACH ROW WHEN (NEW.state = 'queued') EXECUTE FUNCTION lectern.mail_waits();
CREATE INDEX mail_session ON lectern.mail (session);
CREATE UNIQUE INDEX mail_message_id ON lectern.mail (message_id);
CREATE UNIQUE INDEX one_reminder ON lectern.mail (booking, kind, (detail ->> 'about'))
 WHERE kind IN ('reminder', 'joining_details', 'missed_you');
COMMENT ON INDEX lectern.one_reminder IS 'One a booking, whichever worker comes first; about: the day of the date and which of the reminders it is.';

CREATE TABLE lectern.session_note (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session  bigint NOT NULL REFERENCES lectern.session,
    at       timestamptz NOT NULL DEFAULT lectern.clock(),
    by       bigint NOT NULL REFERENCES lectern.person,
    words    text NOT NULL,
    key      uuid NOT NULL UNIQUE,
    CONSTRAINT note_says_something CHECK (words <> '')
);
CREATE INDEX session_note_session ON lectern.session_note (session);
COMMENT ON TABLE lectern.session_note IS 'What coordinators tell one another about a date.  Notes are added, never changed.';
COMMENT ON COLUMN lectern.session_note.key IS 'The form''s key: sent twice it is one note.';

CREATE TABLE lectern.check_item (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session   bigint REFERENCES lectern.session,
    delivery  text,
    words     text NOT NULL,
    days      int,
    key       uuid UNIQUE,
    CONSTRAINT item_says_something CHECK (words <> ''),
    CONSTRAINT item_delivery CHECK (delivery IN ('room', 'online'))
);
CREATE INDEX check_item_session ON lectern.check_item (session);
COMMENT ON TABLE lectern.check_item IS 'What has to be done for a date.';
COMMENT ON COLUMN lectern.check_item.session IS 'NULL: for every date.';
COMMENT ON COLUMN lectern.check_item.delivery IS 'Only for dates in a room, or online; NULL: for all.';
COMMENT ON COLUMN lectern.check_item.days IS 'So many working days before the date, after it where negative; NULL: whenever.';
INSERT INTO lectern.check_item (delivery, words, days) VALUES
    ('room', 'Room booked and confirmed', 30),
    (NULL, 'Trainers confirmed', 30),
    (NULL, 'Slides and handouts here', 10),
    ('online', 'Meeting set up, with someone to let people in', 10),
    (NULL, 'Access needs arranged', 10),
    ('room', 'Caterer told the numbers and diets', 7),
    ('room', 'Equipment and sign-in phone packed', 1),
    (NULL, 'Register signed off', -2),
    (NULL, 'Trainers thanked and paid', -10);

CREATE TABLE lectern.checked (
    session  bigint NOT NULL REFERENCES lectern.session,
    item     bigint NOT NULL REFERENCES lectern.check_item,
    at       timestamptz NOT NULL DEFAULT lectern.clock(),
    by       bigint NOT NULL REFERENCES lectern.person,
    PRIMARY KEY (session, item)
);
COMMENT ON TABLE lectern.checked IS 'What has been done for a date, when and by whom.';
