-- Workshops of a conference, and room or online.
BEGIN;
\ir fixture.psql
SELECT plan(66);

-- a conference of four places and two rounds: A1 and B1, then A2 (A1 again) and B2, two places each
SELECT pg_temp.session('CON-1/01', 4);
UPDATE session SET agenda = '[{"slot": "W1", "type": "workshop_round", "title": "Round one", "starts": "2026-12-01T10:10:00Z", "ends": "2026-12-01T11:00:00Z"},
                              {"slot": "W2", "type": "workshop_round", "title": "Round two", "starts": "2026-12-01T11:10:00Z", "ends": "2026-12-01T12:00:00Z"}]'
 WHERE ref = 'CON-1/01';
INSERT INTO workshop (session, code, slot, title, repeat_of, waiting)
SELECT s.id, w.code, w.slot, 'Workshop ' || w.code, w.repeat_of, true FROM session s,
       (VALUES ('A1', 'W1', NULL), ('B1', 'W1', NULL), ('A2', 'W2', 'A1'), ('B2', 'W2', NULL)) AS w (code, slot, repeat_of)
 WHERE s.ref = 'CON-1/01';
INSERT INTO pool (session, kind, workshop, capacity)
SELECT w.session, 'workshop', w.id, CASE code WHEN 'A1' THEN 1 ELSE 2 END FROM workshop w;

-- person n books with workshops; the outcome
CREATE FUNCTION pg_temp.confer(p_n int, p_workshops text[], p_rather text[] DEFAULT '{}', p_ref text DEFAULT 'CON-1/01', p_kind text DEFAULT NULL) RETURNS text
LANGUAGE sql AS $$
    SELECT outcome FROM app.book(pg_temp.person(p_n), replace(p_ref, '/', '-'), p_kind, gen_random_uuid(), sha256('x'),
        NULL, NULL, NULL, NULL, NULL, substr(sha256((p_n || p_ref || random())::bytea), 1, 16), 1,
        sha256(('ticket' || p_n || p_ref || random())::bytea), sha256(('code' || p_n || p_ref || random())::bytea),
        p_clash => true, p_workshops => p_workshops, p_rather => p_rather)
$$;
CREATE FUNCTION pg_temp.choose(p_n int, p_workshops text[], p_rather text[] DEFAULT '{}') RETURNS text
LANGUAGE sql AS $$ SELECT app.choose(pg_temp.person(p_n), pg_temp.booking(p_n, 'CON-1/01'), p_workshops, p_rather) $$;
-- what a person has, and in brackets waits for
CREATE FUNCTION pg_temp.has(p_n int) RETURNS text
LANGUAGE sql AS $$
    SELECT coalesce(string_agg(CASE c.state WHEN 'chosen' THEN w.code ELSE '(' || w.code || ')' END, ' ' ORDER BY c.state, w.slot, w.code), '')
      FROM lectern.choice c JOIN lectern.workshop w ON w.id = c.workshop
     WHERE c.booking = pg_temp.booking(p_n, 'CON-1/01') AND c.state <> 'ended'
$$;
-- taken and waiting of each workshop
CREATE FUNCTION pg_temp.counts() RETURNS text
LANGUAGE sql AS $$
    SELECT string_agg(w.code || ':' || l.taken || '+' || l.waiting, ' ' ORDER BY w.code)
      FROM lectern.pool l JOIN lectern.workshop w ON w.id = l.workshop
$$;

SELECT is(pg_temp.confer(1, '{A1}'), 'choose_each', 'each round needs one');
SELECT is(pg_temp.confer(1, '{A1,B1,B2}'), 'one_a_round', 'and not two');
SELECT is(pg_temp.confer(1, '{A1,A2}'), 'workshop_repeat', 'a workshop and its repeat are not both chosen');
SELECT is(pg_temp.confer(1, '{A1,B2}', '{A2}'), 'workshop_repeat', 'nor is one had and the other waited for');
SELECT is(pg_temp.confer(1, '{A1,C9}'), 'no_such_workshop', 'nor what is not there');
SELECT is((SELECT count(*) FROM booking WHERE session = (SELECT id FROM session WHERE ref = 'CON-1/01')), 0::bigint, 'a refusal books nothing');
SELECT is(pg_temp.confer(1, '{A1,B2}'), 'confirmed', 'one in each round');
SELECT is(pg_temp.has(1), 'A1 B2', 'is had with the place');
SELECT is(pg_temp.mails(1), 'booking_confirmed', 'one mail tells it');
SELECT is(pg_temp.confer(2, '{B1,B2}', '{A1}'), 'confirmed', 'who would rather be in a full one');
SELECT is(pg_temp.has(2), 'B1 B2 (A1)', 'has another meanwhile');
SELECT is(pg_temp.counts(), 'A1:1+1 A2:0+0 B1:1+0 B2:2+0', 'the pools count it');
SELECT is(pg_temp.confer(3, '{A1,A2}'), 'workshop_repeat', 'of a full one too the repeat is refused');
SELECT is(pg_temp.confer(3, '{B1,A2}'), 'confirmed', 'a third');
SELECT is(pg_temp.choose(3, '{B1,B2}'), 'workshop_full', 'changing to a full one is refused');
SELECT is(pg_temp.has(3), 'B1 A2', 'and changes nothing');
SELECT is(pg_temp.choose(3, '{B1,A2}', '{B2}'), 'chosen', 'but one can wait for it');
SELECT is(pg_temp.has(3), 'B1 A2 (B2)', 'beside what one has');
SELECT is(app.choose(pg_temp.person(2), pg_temp.booking(3, 'CON-1/01'), '{B1,B2}', '{}'), 'not_found', 'another''s are not to be found');

-- what is given back goes on at once
UPDATE booking SET changed = changed - interval '1 day';
SELECT is(pg_temp.choose(1, '{B1,A2}'), 'workshop_full', 'B1 has no place left');
SELECT is(app.cancel(pg_temp.person(1), pg_temp.booking(1, 'CON-1/01'), 'ill'), 'cancelled', 'a place at the conference ends');
SELECT is(pg_temp.has(1), '', 'so do its workshops');
SELECT is(pg_temp.has(2), 'A1 B2', 'who waited has the one and lets the other go');
SELECT is(pg_temp.has(3), 'B1 B2', 'so does the next');
SELECT is(pg_temp.counts(), 'A1:1+0 A2:0+0 B1:1+0 B2:2+0', 'the pools follow');
SELECT is(pg_temp.mails(3), 'booking_confirmed workshop_given', 'who is moved is told');
SELECT is((SELECT sequence FROM booking WHERE id = pg_temp.booking(2, 'CON-1/01')), 1, 'and their calendar');

-- who waits for the conference waits for its workshops
SELECT is(pg_temp.confer(1, '{B1,A2}'), 'confirmed', 'a place again');
SELECT is(pg_temp.confer(4, '{B1,A2}'), 'confirmed', 'the last place');
SELECT is(pg_temp.has(4), 'A2 (B1)', 'what has filled up meanwhile is waited for');
SELECT is(pg_temp.confer(5, '{B1,A2}'), 'waiting', 'without a place at the conference');
SELECT is(pg_temp.has(5), '(B1) (A2)', 'there is none in a workshop');
SELECT app.cancel(pg_temp.person(3), pg_temp.booking(3, 'CON-1/01'), '');
SELECT is(pg_temp.has(4), 'B1 A2', 'the place that came up goes to the first in its line');
SELECT is(pg_temp.has(5), '(B1) (A2)', 'those are full, though the conference now has a place');
SELECT is(pg_temp.state(5, 'CON-1/01'), 'confirmed', 'as it has');
UPDATE pool SET capacity = 3 WHERE kind = 'workshop' AND workshop IN (SELECT id FROM workshop WHERE code = 'A2');
SELECT app.fill_places((SELECT id FROM session WHERE ref = 'CON-1/01'));
SELECT is(pg_temp.has(5), 'A2 (B1)', 'a larger room lets people in');
SELECT throws_ok('UPDATE lectern.pool SET taken = capacity + 1 WHERE kind = ''workshop''', '23514', NULL, 'the table itself refuses one too many');
SELECT throws_ok(format('INSERT INTO lectern.choice (booking, workshop, slot, topic, state) SELECT booking, workshop, slot, topic || 1, state FROM lectern.choice WHERE booking = %s AND state = ''chosen''',
                 pg_temp.booking(4, 'CON-1/01')), '23505', NULL, 'and a second one in a round');

-- a colleague takes over what was chosen and waited for; the lines stand as they were
CREATE TEMP TABLE before AS SELECT pg_temp.has(5) AS has, pg_temp.counts() AS counts;
SELECT is((SELECT outcome FROM app.swap(pg_temp.person(5), pg_temp.booking(5, 'CON-1/01'), 'Test6 Person', '', substr(sha256('a'), 1, 16), 1, sha256('b'), sha256('c'))), 'swapped', 'a colleague comes to the conference');
SELECT is(pg_temp.has(6) || '|' || pg_temp.has(5), (SELECT has || '|' FROM before), 'with the workshops, and the turn in a line');
SELECT is(pg_temp.counts(), (SELECT counts FROM before), 'nobody else has gained or lost by it');
SELECT matches((SELECT app.mail_data(id) ->> 'workshops' FROM mail WHERE person = pg_temp.person(6) AND kind = 'booking_swapped'), 'Workshop A2', 'the mail names them');

-- rounds at the same time
UPDATE session SET agenda = jsonb_set(agenda, '{1,starts}', '"2026-12-01T10:30:00Z"') WHERE ref = 'CON-1/01';
SELECT is(pg_temp.choose(4, '{B1,A2}'), 'workshop_clash', 'nobody is in two rooms at once');
SELECT is(pg_temp.choose(4, '{B1}'), 'chosen', 'one of two rounds at one time is enough');
UPDATE deployment SET shift = timestamptz '2026-11-30 12:00Z' - now();
SELECT is(pg_temp.choose(4, '{B1}'), 'too_late', 'until the cut-off');
SELECT is(app.choose(pg_temp.person(8), pg_temp.booking(4, 'CON-1/01'), '{A2}', '{}') || app.choose(pg_temp.person(7), pg_temp.booking(4, 'CON-1/01'), '{A2}', '{}', true), 'not_foundnot_found', 'nobody else does, and the desk only as the desk');
SELECT is(app.choose(pg_temp.person(8), pg_temp.booking(4, 'CON-1/01'), '{A2}', '{}', true), 'chosen', 'then only the training desk changes it');
SELECT is((SELECT app.mail_data(id) ->> 'by_team' FROM mail WHERE person = pg_temp.person(4) ORDER BY id DESC LIMIT 1), 'yes', 'and tells the person');
UPDATE deployment SET shift = timestamptz '2026-11-03 09:00Z' - now();

-- room and online
SELECT pg_temp.session('HYB-1/01', 1);
UPDATE session SET delivery = 'hybrid' WHERE ref = 'HYB-1/01';
UPDATE pool SET kind = 'in_person' WHERE session = (SELECT id FROM session WHERE ref = 'HYB-1/01');
INSERT INTO pool (session, kind, capacity) SELECT id, 'virtual', 1 FROM session WHERE ref = 'HYB-1/01';
CREATE FUNCTION pg_temp.switch(p_n int, p_kind text) RETURNS text
LANGUAGE sql AS $$ SELECT app.switch_mode(pg_temp.person(p_n), pg_temp.booking(p_n, 'HYB-1/01'), p_kind) $$;
CREATE FUNCTION pg_temp.pools() RETURNS text
LANGUAGE sql AS $$
    SELECT string_agg(l.kind || ':' || l.taken || '+' || l.waiting, ' ' ORDER BY l.kind)
      FROM lectern.pool l JOIN lectern.session s ON s.id = l.session WHERE s.ref = 'HYB-1/01'
$$;
SELECT pg_temp.confer(1, NULL, '{}', 'HYB-1/01', 'in_person'), pg_temp.confer(2, NULL, '{}', 'HYB-1/01', 'in_person');
SELECT is(pg_temp.switch(1, 'in_person'), 'same', 'one is there already');
SELECT is(pg_temp.switch(1, 'virtual'), 'switched', 'from the room to online');
SELECT is(pg_temp.state(2, 'HYB-1/01'), 'confirmed', 'the place in the room goes to who waited for it');
SELECT is(pg_temp.pools(), 'in_person:1+0 virtual:1+0', 'both are counted');
SELECT is((SELECT sequence FROM booking WHERE id = pg_temp.booking(1, 'HYB-1/01')), 1, 'the calendar learns of it');
SELECT is(pg_temp.switch(1, 'in_person'), 'no_place', 'there is no way back into a full room');
SELECT is((SELECT state || l.kind FROM booking b JOIN pool l ON l.id = b.pool WHERE b.id = pg_temp.booking(1, 'HYB-1/01')), 'confirmedvirtual', 'and nothing is lost by trying');
UPDATE session SET max_per_agency = 2 WHERE ref = 'HYB-1/01';
UPDATE pool SET capacity = 2 WHERE kind = 'in_person';
SELECT is(pg_temp.switch(1, 'in_person'), 'switched', 'one''s own place does not count against the cap of one''s agency');
SELECT is((SELECT count(*) FROM ticket WHERE booking = pg_temp.booking(1, 'HYB-1/01')), 1::bigint, 'the ticket stays');
UPDATE session SET max_per_agency = NULL WHERE ref = 'HYB-1/01';
SELECT is((SELECT outcome FROM app.add_late(pg_temp.person(8), 'HYB-1-01', 'T7', 'in_person', 'came along', substr(sha256('d'), 1, 16), 1, sha256('e'), sha256('f'))), 'added', 'somebody beyond the places');
SELECT is(pg_temp.pools(), 'in_person:2+0 virtual:0+0', 'who is not counted');
SELECT is(app.switch_mode(pg_temp.person(8), pg_temp.booking(7, 'HYB-1/01'), 'virtual', true), 'switched', 'is switched by the desk');
SELECT is(pg_temp.pools(), 'in_person:2+0 virtual:1+0', 'and counted from then on, with nobody else''s place lost');
UPDATE deployment SET shift = timestamptz '2026-11-30 12:00Z' - now();
SELECT is(pg_temp.switch(7, 'in_person') || ' ' || app.switch_mode(pg_temp.person(8), pg_temp.booking(1, 'HYB-1/01'), 'virtual', true), 'too_late no_place', 'after the cut-off only the desk can, where there is a place');
UPDATE deployment SET shift = timestamptz '2026-11-03 09:00Z' - now();
SELECT pg_temp.confer(3, NULL, '{}', 'HYB-1/01', 'in_person'), pg_temp.confer(4, NULL, '{}', 'HYB-1/01', 'virtual');
SELECT is((app.go_online(pg_temp.person(8), 'HYB-1-01', 'https://meet.example.org/1', 'Snow')).outcome, 'changed', 'a date that was both goes online');
SELECT is(pg_temp.pools(), 'main:3+2', 'and its two lines become one');
SELECT is(app.cancel(pg_temp.person(7), pg_temp.booking(7, 'HYB-1/01'), '') || ' ' || pg_temp.state(3, 'HYB-1/01') || ' ' || pg_temp.state(4, 'HYB-1/01'), 'cancelled confirmed waiting', 'in which the turns stay');
SELECT is(app.join_from('2026-12-29 10:00Z'), timestamptz '2026-12-23 10:00Z', 'the link shows two working days before, Christmas not counted');
SELECT * FROM finish();
ROLLBACK;
