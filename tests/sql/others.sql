-- Booking for others: letters, colleagues, staff's additions, guests, needs.
BEGIN;
\ir fixture.psql
SELECT plan(8);

-- who has no address gets a letter
SELECT pg_temp.session('TST-101/01', 1);
UPDATE person SET email = NULL WHERE code IN ('T1', 'T2');
SELECT is(pg_temp.book(1, 'TST-101/01'), 'confirmed', 'a person without an address is booked like any other');
SELECT pg_temp.book(2, 'TST-101/01');
SELECT is(app.cancel(pg_temp.person(1), pg_temp.booking(1, 'TST-101/01'), ''), 'cancelled', 'and cancels');
SELECT is((SELECT string_agg(kind || ':' || state || ':' || coalesce(address, '-'), ' ' ORDER BY id) FROM mail WHERE person IN (pg_temp.person(1), pg_temp.person(2))),
          'booking_confirmed:to_post:- booking_waiting:to_post:- booking_cancelled:to_post:- booking_promoted:to_post:-',
          'each message to them is a letter');
SELECT is((SELECT count(*)::int FROM app.mail_claim(10)), 0, 'which no worker takes');
SELECT is(app.settle_letter(pg_temp.person(3), (SELECT min(id) FROM mail), true), 'not_found', 'only a coordinator settles one');
SELECT is(app.settle_letters(pg_temp.person(8), ARRAY(SELECT id::text FROM mail WHERE kind <> 'booking_waiting')), 3::bigint, 'who says that they are posted');
SELECT is(app.settle_letter(pg_temp.person(8), (SELECT id FROM mail WHERE state = 'to_post'), false), 'dropped', 'or that one is no longer needed');
SELECT throws_ok($$INSERT INTO lectern.mail (kind, state) VALUES ('x', 'queued')$$, '23514', NULL, 'a mail without an address cannot be');
SELECT * FROM finish();
ROLLBACK;
