-- How long people have: working hours over a week-end, bank holidays and the
-- change of the clocks, and the hard stop before the start.
BEGIN;
\ir fixture.psql
SELECT plan(35);

CREATE FUNCTION pg_temp.at(p_at timestamptz) RETURNS void
LANGUAGE sql AS $$ UPDATE lectern.deployment SET shift = p_at - now() $$;
-- until when the place is kept that comes up for person 2 at p_now
CREATE FUNCTION pg_temp.kept(p_ref text, p_starts timestamptz, p_now timestamptz) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.at(p_starts - interval '50 days');
    PERFORM pg_temp.session(p_ref, 1, 10, p_starts);
    PERFORM pg_temp.book(1, p_ref), pg_temp.book(2, p_ref);
    PERFORM pg_temp.at(p_now);
    PERFORM app.cancel(pg_temp.person(1), pg_temp.booking(1, p_ref), '');
    RETURN (SELECT coalesce((SELECT app.moment_words(o.expires) FROM lectern.offer o WHERE o.booking = pg_temp.booking(2, p_ref)),
                            pg_temp.state(2, p_ref)));
END $$;
CREATE FUNCTION pg_temp.lapsing(p_ref text) RETURNS bigint
LANGUAGE sql AS $$ SELECT count(*) FROM app.work_lapsing() AS l WHERE l = (SELECT id FROM lectern.session WHERE ref = p_ref) $$;

-- working hours
SELECT is(app.after_working_hours('2026-11-05 10:00Z', 3), '2026-11-05 13:00Z', 'within a day they are hours');
SELECT is(app.after_working_hours('2026-11-05 16:00Z', 2), '2026-11-06 10:00Z', 'the evening and the night do not count');
SELECT is(app.after_working_hours('2026-11-06 16:00Z', 2), '2026-11-09 10:00Z', 'nor does the week-end');
SELECT is(app.after_working_hours('2026-11-07 12:00Z', 1), '2026-11-09 10:00Z', 'which it may begin in');
SELECT is(app.after_working_hours('2026-11-09 06:00Z', 1), '2026-11-09 10:00Z', 'before nine is nine');
SELECT is(app.after_working_hours('2026-11-09 09:00Z', 8), '2026-11-09 17:00Z', 'a whole day ends with the day');
SELECT is(app.after_working_hours('2026-12-24 16:00Z', 4), '2026-12-29 12:00Z', 'Christmas, and Boxing Day on the Monday, do not count');
SELECT is(app.after_working_hours('2026-10-23 15:00Z', 2), '2026-10-26 10:00Z', 'when the clocks go back the hours stay local');
SELECT is(app.after_working_hours('2027-03-25 16:00Z', 2), '2027-03-30 09:00Z', 'over Easter, when they go forward, too');
SELECT is(app.working_hours_between('2026-12-24 16:00Z', '2026-12-29 12:00Z'), 4, 'counted the other way they are the same');
SELECT is(app.working_hours_between('2026-10-23 15:00Z', '2026-10-26 10:00Z'), 2, 'also over the change');

-- working days
SELECT is(app.working_days_before('2026-11-11 10:00Z', 3), '2026-11-06 10:00Z', 'three days before a Wednesday is Friday');
SELECT is(app.working_days_before('2026-10-28 10:00Z', 5), '2026-10-21 09:00Z', 'at the same time of day, whatever the clocks did');
SELECT is(app.working_days_before('2027-01-04 10:00Z', 3), '2026-12-29 10:00Z', 'New Year is none of them');
SELECT is(app.working_days_before('2026-12-24 10:00Z', -2), '2026-12-30 10:00Z', 'and forward over Christmas');
SELECT is(app.add_working_days('2026-11-07', 0), '2026-11-07', 'no days from a Saturday is that Saturday');
SELECT is(app.add_working_days('2026-11-07', 1), '2026-11-09', 'one is Monday');

SELECT is(app.after_working_hours(NULL, 16), NULL, 'no instant has none');
SELECT is(app.add_working_days(NULL, 1), NULL, 'nor has no day');

-- the window of an offer
SELECT is(pg_temp.kept('TST-101/01', '2026-12-03 10:00Z', '2026-11-17 12:00Z'), 'confirmed', 'more than ten working days before, a place is given');
SELECT is(pg_temp.kept('TST-101/02', '2026-12-03 10:00Z', '2026-11-20 15:00Z'), 'Tuesday 24 November 2026, 3pm', 'later it is kept for 16 working hours, over a week-end');
SELECT is(pg_temp.kept('TST-101/03', '2027-01-06 10:00Z', '2026-12-24 15:00Z'), 'Wednesday 30 December 2026, 3pm', 'and over Christmas');
SELECT is(pg_temp.kept('TST-101/04', '2026-11-03 10:00Z', '2026-10-23 14:00Z'), 'Tuesday 27 October 2026, 3pm', 'local hours, when the clocks go back');
SELECT is(pg_temp.kept('TST-101/05', '2026-11-26 10:00Z', '2026-11-24 10:00Z'), 'Tuesday 24 November 2026, 2pm', 'three working days before, for four hours');
SELECT is(pg_temp.kept('TST-101/06', '2026-11-09 10:00Z', '2026-11-06 16:30Z'), 'Monday 9 November 2026, 8am', 'never past the hard stop, two hours before the start');
SELECT is(pg_temp.kept('TST-101/07', '2026-11-19 10:00Z', '2026-11-19 07:50Z'), 'waiting', 'just before it nobody is asked any more');
SELECT is(pg_temp.book(3, 'TST-101/07'), 'waiting', 'and who comes new does not pass them');
SELECT is((SELECT (l.taken, l.waiting)::text FROM pool l JOIN session s ON s.id = l.session WHERE s.ref = 'TST-101/07'), '(0,2)', 'both stand in the line');
UPDATE rule SET offer_hours = 8, offer_stop_hours = 24;
SELECT is(pg_temp.kept('TST-101/08', '2026-12-03 14:00Z', '2026-11-20 15:00Z'), 'Monday 23 November 2026, 3pm', 'the hours are the partnership''s own');
SELECT is(pg_temp.kept('TST-101/09', '2026-11-12 14:00Z', '2026-11-11 11:00Z'), 'Wednesday 11 November 2026, 2pm', 'so is the stop');

-- the worker keeps to it
SELECT pg_temp.kept('TST-101/10', '2026-12-10 14:00Z', '2026-11-27 15:00Z');
SELECT pg_temp.at('2026-11-29 23:00Z');
SELECT is(pg_temp.lapsing('TST-101/10'), 0::bigint, 'on Sunday night nothing has lapsed');
SELECT pg_temp.at('2026-11-30 14:59Z');
SELECT is(pg_temp.lapsing('TST-101/10'), 0::bigint, 'nor a minute before');
SELECT pg_temp.at('2026-11-30 15:00Z');
SELECT is(pg_temp.lapsing('TST-101/10'), 1::bigint, 'at the hour it has');
SELECT is(app.work_lapse((SELECT id FROM session WHERE ref = 'TST-101/10')), NULL, 'it is passed on');
SELECT is((SELECT (l.taken, l.waiting)::text FROM pool l JOIN session s ON s.id = l.session WHERE s.ref = 'TST-101/10'), '(0,0)', 'and where nobody else waits the place is free');
SELECT * FROM finish();
ROLLBACK;
