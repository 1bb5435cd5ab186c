-- Guests of events that are open to everyone; needs that staff arrange.

-- A guest's booking opens with a link, not with an account; a form that is
-- sent twice acts once.
CREATE TABLE lectern.guest_form (
    key      uuid PRIMARY KEY,
    fields   bytea NOT NULL,
    booking  bigint NOT NULL REFERENCES lectern.booking,
    made     timestamptz NOT NULL DEFAULT lectern.clock()
);
CREATE INDEX guest_form_made ON lectern.guest_form (made);
COMMENT ON TABLE lectern.guest_form IS 'Forms of guests already answered, so that one sent twice acts once.  Kept 7 days.';
ALTER TABLE lectern.person
  ADD CONSTRAINT guests_have_a_contact CHECK (NOT guest OR status = 'closed' OR num_nonnulls(guest_email, phone) > 0);
CREATE INDEX person_guest ON lectern.person (id) WHERE guest AND status <> 'closed';
COMMENT ON COLUMN lectern.scan.person IS 'Someone who came without a booking, as typed at the door; forgotten 30 days after an event that is open to everyone.';

UPDATE lectern.statement
   SET body = replace(replace(body, '- your postal address, if we reach you on paper',
                              E'- your postal address, if we reach you on paper\n- if you come to an event that is open to everyone as a guest: your name and one contact'),
                      '- bookings that did not lead to attendance:',
                      E'- name and contact of guests: until 30 days after the event\n- bookings that did not lead to attendance:')
 WHERE slug = 'privacy' AND version = 1;

-- What takes time to arrange: the words that people use for it, not a pattern.
ALTER TABLE lectern.need_kind DROP COLUMN pattern,
  ADD words text[] NOT NULL DEFAULT '{}',
  ADD version int NOT NULL DEFAULT 1,
  ADD changed timestamptz NOT NULL DEFAULT lectern.clock(),
  ADD by bigint REFERENCES lectern.person;
COMMENT ON COLUMN lectern.need_kind.words IS 'Words by which a need is known; one that ends in * may go on.  Diet is asked in a field of its own.';
COMMENT ON COLUMN lectern.need_kind.days IS 'Working days; 0: nobody is warned.';
UPDATE lectern.need_kind k SET words = v.words
  FROM (VALUES ('bsl', ARRAY['BSL', 'sign language', 'signer']),
               ('language', ARRAY['interpreter', 'interpreting', 'interpretation']),
               ('speech_to_text', ARRAY['palantyp*', 'speech to text', 'speech-to-text', 'caption*', 'note taker', 'note-taker', 'notetaker']),
               ('braille', ARRAY['Braille']),
               ('large_print', ARRAY['large print', 'easy read']),
               ('hearing_loop', ARRAY['hearing', 'induction', 'loop'])) AS v (code, words)
 WHERE v.code = k.code;
CREATE TRIGGER need_kind_audit AFTER INSERT OR UPDATE ON lectern.need_kind
   FOR EACH ROW WHEN (NEW.by IS NOT NULL) EXECUTE FUNCTION lectern.list_audit();
