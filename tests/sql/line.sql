-- The waiting list at the desk: moves with a reason, and the number of places.
BEGIN;
\ir fixture.psql
SELECT plan(17);
CREATE FUNCTION pg_temp.line(p_ref text) RETURNS text
LANGUAGE sql AS $$
    SELECT string_agg(substr(n.code, 2), ' ' ORDER BY n.place) FROM app.desk_line n JOIN lectern.session s ON s.id = n.session WHERE s.ref = p_ref
$$;
CREATE FUNCTION pg_temp.move(p_n int, p_to int, p_why text DEFAULT 'a court order') RETURNS text
LANGUAGE sql AS $$ SELECT outcome FROM app.move_in_line(pg_temp.person(8), 'TST-101-01', pg_temp.booking(p_n, 'TST-101/01'), p_to, p_why) $$;
CREATE FUNCTION pg_temp.capacity(p_n int) RETURNS text
LANGUAGE sql AS $$
    SELECT concat_ws(' ', c.outcome, c.taken) FROM lectern.pool l JOIN lectern.session s ON s.id = l.session,
           LATERAL app.set_capacity(pg_temp.person(8), s.slug, l.id, p_n) AS c WHERE s.ref = 'TST-101/01'
$$;

SELECT pg_temp.session('TST-101/01', 1);
SELECT pg_temp.book(n, 'TST-101/01') FROM generate_series(1, 5) AS n;
SELECT is(pg_temp.line('TST-101/01'), '2 3 4 5', 'they stand as they came');
SELECT is(pg_temp.move(5, 1), 'moved', 'a coordinator moves somebody to the front');
SELECT is(pg_temp.line('TST-101/01'), '5 2 3 4', 'and the line follows');
SELECT is(pg_temp.move(5, 3), 'moved', 'back');
SELECT is(pg_temp.line('TST-101/01'), '2 3 5 4', 'to any number');
SELECT is(pg_temp.move(2, 99), 'moved', 'or the end');
SELECT pg_temp.book(6, 'TST-101/01');
SELECT is(pg_temp.line('TST-101/01'), '3 5 4 2 6', 'before whoever comes next');
SELECT is((SELECT why FROM booking_history WHERE booking = pg_temp.booking(2, 'TST-101/01') ORDER BY id DESC LIMIT 1),
          'moved in the line from 1 to 4: a court order', 'with the reason in its history');
SELECT is(pg_temp.move(3, 1, ' '), 'reason_missing', 'without a reason nobody moves');
SELECT is(pg_temp.move(1, 1), 'not_waiting', 'who has a place stands in no line');
SELECT is((SELECT outcome FROM app.move_in_line(pg_temp.person(1), 'TST-101-01', pg_temp.booking(5, 'TST-101/01'), 1, 'x')), 'not_found', 'nobody else moves people');

UPDATE session SET max_per_agency = 2 WHERE ref = 'TST-101/01';
SELECT is(pg_temp.capacity(3), 'set 1', 'a larger room');
SELECT is((SELECT string_agg(state, ' ' ORDER BY person) FROM booking WHERE session = (SELECT id FROM session WHERE ref = 'TST-101/01')),
          'confirmed waiting confirmed waiting waiting waiting', 'goes on in the same transaction, to those who may have it');
SELECT is((SELECT DISTINCT why_words FROM app.desk_line), 'Their organisation has all the places it may have on this date', 'the desk sees why the others are passed over');
SELECT is(pg_temp.capacity(1), 'below_taken 2', 'there cannot be fewer places than are taken, which is said');
UPDATE booking SET state = 'requested' WHERE id = pg_temp.booking(5, 'TST-101/01');
UPDATE pool SET waiting = waiting - 1 WHERE session = (SELECT id FROM session WHERE ref = 'TST-101/01');
UPDATE session SET max_per_agency = NULL WHERE ref = 'TST-101/01';
SELECT is(pg_temp.capacity(4), 'set 2', 'more places');
SELECT is((SELECT (state, held)::text FROM booking WHERE id = pg_temp.booking(5, 'TST-101/01')), '(requested,t)', 'never skip an agreement: the place is held');
SELECT * FROM finish();
ROLLBACK;
