-- What the public sees of the programme, and what it never sees.
BEGIN;
\ir fixture.psql
SELECT plan(29);

INSERT INTO venue (code, name, town) VALUES ('VT', 'Saltmarsh House', 'Gillingham');
INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity, topics)
VALUES ('NEG-201', 'course', 'Child neglect: seeing the whole picture', 'About écoute and care.', 'L2', 390, '1 day', 20, '{neglect}'),
       ('CAR-201', 'course', 'Working with carers', 'For core staff.', 'L2', 90, '90 minutes', 20, '{core}');

CREATE FUNCTION pg_temp.dated(p_code text, p_ref text, p_starts timestamptz) RETURNS void
LANGUAGE sql AS $$
    SELECT pg_temp.session(p_ref, 20, 5, p_starts);
    UPDATE lectern.session s
       SET event = e.id, title = e.title, delivery = 'in_person', venue = (SELECT id FROM lectern.venue WHERE code = 'VT')
      FROM lectern.event e WHERE e.code = p_code AND s.ref = p_ref;
$$;
SELECT pg_temp.dated('NEG-201', 'NEG-201/01', '2026-12-03 09:30Z'), pg_temp.dated('CAR-201', 'CAR-201/01', '2026-12-10 09:30Z');

CREATE FUNCTION pg_temp.found(p_q text) RETURNS text
LANGUAGE sql AS $$
    SELECT coalesce(string_agg(s.ref, ' ' ORDER BY s.ref), '') FROM app.programme_search(p_q) AS f(id)
      JOIN lectern.session s USING (id) WHERE s.ref LIKE 'NEG%' OR s.ref LIKE 'CAR%'
$$;
SELECT is(pg_temp.found('neglect'), 'NEG-201/01', 'a word of the title');
SELECT is(pg_temp.found('NEGL'), 'NEG-201/01', 'its beginning, in any case');
SELECT is(pg_temp.found('whole child'), 'NEG-201/01', 'words in any order');
SELECT is(pg_temp.found('ecoute'), 'NEG-201/01', 'accents are ignored');
SELECT is(pg_temp.found('négléct'), 'NEG-201/01', 'in the question too');
SELECT is(pg_temp.found('neglact'), 'NEG-201/01', 'one letter wrong is forgiven');
SELECT is(pg_temp.found('neglct'), 'NEG-201/01', 'one missing too');
SELECT is(pg_temp.found('negleect'), 'NEG-201/01', 'and one too many');
SELECT is(pg_temp.found('saltmarsh'), 'CAR-201/01 NEG-201/01', 'the venue can be searched');
SELECT is(pg_temp.found('gillingham neglect'), 'NEG-201/01', 'all words must fit');
SELECT is(pg_temp.found('neg-201'), 'NEG-201/01', 'so can the reference');
SELECT is(pg_temp.found('care'), 'CAR-201/01 NEG-201/01', 'a word that is there is not taken for a mistake: care is not core');
SELECT is(pg_temp.found('zebra'), '', 'nothing fits, nothing is found');
SELECT is(pg_temp.found('%'), '', 'a sign is no wildcard');

SELECT is((SELECT starts_words FROM app.session_line WHERE full_ref = 'NEG-201/01'),
          'Thursday 3 December 2026, 9:30am to 11:30am', 'the date in words');
SELECT is((SELECT places_words FROM app.session_line WHERE full_ref = 'NEG-201/01'), '20 places left', 'places left');
UPDATE pool SET taken = 19 WHERE session = (SELECT id FROM session WHERE ref = 'NEG-201/01');
SELECT is((SELECT places_words || few FROM app.session_line WHERE full_ref = 'NEG-201/01'), '1 place lefttrue', 'nearly full');
UPDATE pool SET taken = 20, waiting = 3 WHERE session = (SELECT id FROM session WHERE ref = 'NEG-201/01');
SELECT is((SELECT places_words FROM app.session_line WHERE full_ref = 'NEG-201/01'), 'Full – 3 waiting', 'full, with a line');
UPDATE session SET waiting_limit = NULL WHERE ref = 'NEG-201/01';
SELECT is((SELECT places_words FROM app.session_line WHERE full_ref = 'NEG-201/01'), 'Full – no waiting list', 'full, without');
UPDATE session SET booking_opens = '2026-11-10 09:00Z' WHERE ref = 'NEG-201/01';
SELECT is((SELECT places_words FROM app.session_line WHERE full_ref = 'NEG-201/01'), 'Booking opens 10 November', 'not open yet');
UPDATE session SET earlier_dates = '{2026-11-19}' WHERE ref = 'CAR-201/01';
SELECT is((SELECT fresh_words FROM app.session_line WHERE full_ref = 'CAR-201/01'), 'Moved from 19 November', 'a moved date says so');
UPDATE session SET status = 'cancelled', cancel_reason = 'Snow' WHERE ref = 'CAR-201/01';
SELECT is(pg_temp.found('carers'), '', 'a cancelled date leaves the search');
SELECT is((SELECT cancelled_words FROM app.session_detail WHERE full_ref = 'CAR-201/01'), 'Snow', 'and its own page says so');

-- hidden things
INSERT INTO review (code, pseudonym, theme, status) VALUES ('LR-1', 'Child Test', 'x', 'scheduled');
UPDATE event SET review = (SELECT id FROM review WHERE code = 'LR-1') WHERE code = 'NEG-201';
SELECT is_empty($$SELECT 1 FROM app.public_event WHERE code = 'NEG-201'$$, 'an event of a review is hidden');
SELECT is_empty($$SELECT 1 FROM app.session_line WHERE full_ref = 'NEG-201/01'$$, 'with its dates');
SELECT is(pg_temp.found('neglect'), '', 'and its words');
UPDATE review SET status = 'published' WHERE code = 'LR-1';
SELECT is(pg_temp.found('neglect'), 'NEG-201/01', 'until it is published');
UPDATE session SET visible_from = '2026-11-20' WHERE ref = 'NEG-201/01';
SELECT is(pg_temp.found('neglect'), '', 'a date may stay hidden longer');
SELECT is((SELECT rating_words FROM app.event_detail WHERE code = 'NEG-201'), NULL, 'what others said never stands on review learning');
SELECT * FROM finish();
ROLLBACK;
