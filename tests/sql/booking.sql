-- What a booking is, whoever asks and in whatever order.
BEGIN;
\ir fixture.psql
SELECT plan(41);

SELECT pg_temp.session('TST-101/01', 2);
SELECT is(pg_temp.book(1, 'TST-101/01'), 'confirmed', 'a free place is given at once');
SELECT is(pg_temp.book(2, 'TST-101/01'), 'confirmed', 'so is the last one');
SELECT is(pg_temp.book(3, 'TST-101/01'), 'waiting', 'then people wait');
SELECT is(pg_temp.book(4, 'TST-101/01'), 'waiting', 'in line');
SELECT is((SELECT (capacity, taken, waiting)::text FROM pool JOIN session s ON s.id = session WHERE ref = 'TST-101/01'),
          '(2,2,2)', 'the pool counts them');
SELECT is(pg_temp.book(1, 'TST-101/01'), 'already_booked', 'one live booking per person and session');
SELECT is(pg_temp.mails(1), 'booking_confirmed', 'a place is told by one mail');
SELECT is(pg_temp.mails(3), 'booking_waiting', 'so is waiting');

SELECT is(app.cancel(pg_temp.person(1), pg_temp.booking(1, 'TST-101/01'), 'ill'), 'cancelled', 'a place can be given up');
SELECT is(pg_temp.state(3, 'TST-101/01'), 'confirmed', 'the first in line has it at once');
SELECT is(pg_temp.state(4, 'TST-101/01'), 'waiting', 'the second waits on');
SELECT is(pg_temp.mails(3), 'booking_waiting booking_promoted', 'who moves up is told');
SELECT is(pg_temp.mails(1), 'booking_confirmed booking_cancelled', 'who cancels is told');
SELECT is(app.cancel(pg_temp.person(1), pg_temp.booking(1, 'TST-101/01'), 'again'), 'not_live', 'it ends once');
SELECT is(app.cancel(pg_temp.person(2), pg_temp.booking(3, 'TST-101/01'), ''), 'not_found', 'another''s booking is not to be found');
SELECT is(pg_temp.book(1, 'TST-101/01'), 'waiting', 'who cancelled may ask again, at the end of the line');
SELECT is(app.cancel(pg_temp.person(4), pg_temp.booking(4, 'TST-101/01'), ''), 'cancelled', 'one can leave the line');
SELECT is((SELECT (taken, waiting)::text FROM pool JOIN session s ON s.id = session WHERE ref = 'TST-101/01'),
          '(2,1)', 'the counts follow');
SELECT is((SELECT string_agg(state || coalesce(':' || nullif(why, ''), ''), ' ' ORDER BY id) FROM booking_history
            WHERE booking = pg_temp.booking(3, 'TST-101/01')),
          'waiting confirmed:next in line', 'every state is kept, with its reason');

-- a fresh booking never passes one who waits
SELECT pg_temp.session('TST-101/02', 1);
SELECT pg_temp.book(1, 'TST-101/02'), pg_temp.book(2, 'TST-101/02');
UPDATE pool SET capacity = 2 WHERE session = (SELECT id FROM session WHERE ref = 'TST-101/02');
SELECT is(pg_temp.book(3, 'TST-101/02'), 'waiting', 'a place that came free belongs to the line');
SELECT is(pg_temp.state(2, 'TST-101/02'), 'confirmed', 'and the first in line gets it');

-- once
SELECT pg_temp.session('TST-101/03', 5);
SELECT is(pg_temp.book(1, 'TST-101/03', '11111111-1111-4111-8111-111111111111'), 'confirmed', 'a form acts');
SELECT is(pg_temp.book(1, 'TST-101/03', '11111111-1111-4111-8111-111111111111'), 'confirmed', 'sent again it gives the same answer');
SELECT is(pg_temp.mails(1), 'booking_confirmed booking_cancelled booking_waiting booking_confirmed booking_confirmed', 'and no second mail');
SELECT is(pg_temp.book(1, 'TST-101/03', '11111111-1111-4111-8111-111111111111', 'y'), 'stale_form', 'with other fields it is refused');

-- what is refused
SELECT is(pg_temp.book(1, 'TST-101/99'), 'not_found', 'a session that is not there');
SELECT pg_temp.session('TST-101/04', 1, 1);
SELECT pg_temp.book(1, 'TST-101/04'), pg_temp.book(2, 'TST-101/04');
SELECT is(pg_temp.book(3, 'TST-101/04'), 'full', 'a full waiting list');
SELECT is(pg_temp.book(9, 'TST-101/03'), 'agency_closed', 'a closed agency books nothing');
UPDATE person SET manager_email = NULL WHERE code = 'T5';
SELECT is(pg_temp.book(5, 'TST-101/03'), 'no_manager', 'without a manager nobody agrees');
UPDATE person SET status = 'closed' WHERE code = 'T6';
SELECT is(pg_temp.book(6, 'TST-101/03'), 'not_active', 'a closed account books nothing');
SELECT pg_temp.session('TST-101/05', 1, 1, '2027-03-01 10:00Z');
SELECT is(pg_temp.book(1, 'TST-101/05'), 'not_open_yet', 'before booking opens');
UPDATE session SET booking_closes = '2026-11-01' WHERE ref = 'TST-101/03';
SELECT is(pg_temp.book(2, 'TST-101/03'), 'closed', 'after it closed');
UPDATE session SET approval = 'coordinator', booking_closes = NULL WHERE ref = 'TST-101/03';
SELECT is(pg_temp.book(2, 'TST-101/03'), 'requested', 'places that the coordinator gives');
UPDATE session SET status = 'draft' WHERE ref = 'TST-101/03';
SELECT is(pg_temp.book(2, 'TST-101/03'), 'not_found', 'a draft is not to be found');
UPDATE deployment SET shift = timestamptz '2026-12-01 10:00Z' - now();
SELECT is(app.cancel(pg_temp.person(2), pg_temp.booking(2, 'TST-101/01'), ''), 'started', 'from the start on nothing is cancelled by oneself');
UPDATE deployment SET shift = timestamptz '2026-12-01 11:59Z' - now();
SELECT is(app.end_for(pg_temp.person(8), pg_temp.booking(1, 'TST-101/01'), 'Sent home'), 'cancelled', 'but by a coordinator, until the end');

-- even a wrong function cannot sell a place twice
SELECT throws_ok('UPDATE lectern.pool SET taken = capacity + 1', '23514', NULL, 'the table itself refuses one too many');
SELECT throws_ok(format('INSERT INTO lectern.booking (session, person, pool, state) SELECT session, person, pool, state FROM lectern.booking WHERE id = %s',
                 pg_temp.booking(2, 'TST-101/01')), '23505', NULL, 'and a second live booking');

-- a review's sessions
INSERT INTO review (code, pseudonym, theme, status) VALUES ('LR-1', 'Child Test', 'x', 'scheduled');
SELECT pg_temp.session('TST-101/06', 5, 5, '2026-12-20 10:00Z');
UPDATE session SET review = (SELECT id FROM review WHERE code = 'LR-1') WHERE ref = 'TST-101/06';
SELECT is(pg_temp.book(1, 'TST-101/06'), 'not_found', 'before publication a review''s session is not to be found');
SELECT is_empty($$SELECT 1 FROM app.session_line WHERE full_ref = 'TST-101/06'$$, 'nor is it in any list');
SELECT is_empty($$SELECT 1 FROM app.programme_search('TST-101/06') AS f(id) JOIN lectern.session USING (id) WHERE ref = 'TST-101/06'$$, 'nor in the search');
SELECT * FROM finish();
ROLLBACK;
