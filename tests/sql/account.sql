-- Signing in, guessing, registering, changing and leaving.
BEGIN;
\ir fixture.psql
SELECT plan(81);

CREATE FUNCTION pg_temp.forward(p_span interval) RETURNS void
LANGUAGE sql AS $$ UPDATE lectern.deployment SET shift = shift + p_span $$;
CREATE FUNCTION pg_temp.hash(p_n int) RETURNS text
LANGUAGE sql AS $$ SELECT '$argon2id$' || p_n $$;
UPDATE person SET password = pg_temp.hash(1), verified = clock() WHERE code IN ('T1', 'T2', 'T8');

-- logins
SELECT is(app.login_start(pg_temp.person(1), pg_temp.hash(2), sha256('a'), NULL, 'x'), false, 'a password changed since it was compared signs nobody in');
SELECT is(app.login_start(pg_temp.person(1), pg_temp.hash(1), sha256('a'), NULL, 'Firefox on Linux'), true, 'the right one does');
SELECT is((SELECT person FROM app.login_person(sha256('a'))), pg_temp.person(1), 'the cookie''s hash finds the person');
SELECT is((SELECT count(*)::int FROM app.login_person(sha256('b'))), 0, 'another finds nobody');
SELECT is((SELECT (booker, coordinator, admin)::text FROM app.login_person(sha256('a'))), '(f,f,f)', 'a practitioner has no roles');
SELECT app.login_start(pg_temp.person(1), pg_temp.hash(1), sha256('c'), sha256('a'), 'x');
SELECT is((SELECT count(*)::int FROM app.login_person(sha256('a'))), 0, 'signing in again ends the old login of the browser');
SELECT is((SELECT count(*)::int FROM login WHERE person = pg_temp.person(1)), 1, 'and leaves one');
SELECT pg_temp.forward('3 hours 59 minutes');
SELECT isnt_empty($$ SELECT FROM app.login_person(sha256('c')) $$, 'after 3:59 idle it is good');
SELECT pg_temp.forward('3 hours 59 minutes');
SELECT isnt_empty($$ SELECT FROM app.login_person(sha256('c')) $$, 'being used keeps it');
SELECT pg_temp.forward('4 hours 1 minute');
SELECT is_empty($$ SELECT FROM app.login_person(sha256('c')) $$, 'after 4 hours idle it is not');
SELECT app.login_start(pg_temp.person(1), pg_temp.hash(1), sha256('d'), NULL, 'x');
SELECT is((SELECT count(*)::int FROM login l WHERE person = pg_temp.person(1)), 2, 'idle ones stay until they expire');
DO $$ BEGIN FOR i IN 1..4 LOOP PERFORM pg_temp.forward('2 hours 55 minutes'); PERFORM app.login_person(sha256('d')); END LOOP; END $$;
SELECT isnt_empty($$ SELECT FROM app.login_person(sha256('d')) $$, 'after 11:40 in use it is good');
SELECT pg_temp.forward('21 minutes');
SELECT is_empty($$ SELECT FROM app.login_person(sha256('d')) $$, 'after 12 hours it ends, used or not');
SELECT app.login_start(pg_temp.person(8), pg_temp.hash(1), sha256('e'), NULL, 'x');
SELECT is((SELECT coordinator FROM app.login_person(sha256('e'))), true, 'a coordinator is known as one');
SELECT pg_temp.forward('61 minutes');
SELECT is_empty($$ SELECT FROM app.login_person(sha256('e')) $$, 'who sees everybody is asked again after an hour');
SELECT app.login_start(pg_temp.person(8), pg_temp.hash(1), sha256('e2'), NULL, 'x');
UPDATE person SET status = 'left' WHERE code = 'T8';
SELECT is((SELECT coordinator FROM app.login_person(sha256('e2'))), false, 'who left has no powers');
UPDATE person SET status = 'active' WHERE code = 'T8';
SELECT app.login_start(pg_temp.person(1), pg_temp.hash(1), sha256('m' || n::text::bytea), NULL, 'x') FROM generate_series(1, 30) n;
SELECT is((SELECT count(*)::int FROM login l WHERE person = pg_temp.person(1)), 20, 'nobody keeps more than 20');
SELECT is(app.login_end_other(pg_temp.person(2), (SELECT max(id) FROM login), 0), 'not_found', 'nobody ends another''s login');
SELECT is(app.login_end_other(pg_temp.person(1), NULL, (SELECT max(id) FROM login WHERE person = pg_temp.person(1))), 'ended', 'all others can be ended');
SELECT is((SELECT count(*)::int FROM login l WHERE person = pg_temp.person(1)), 1, 'but not the one in hand');

-- guessing
CREATE FUNCTION pg_temp.guess(p_account text, p_network text, p_right boolean DEFAULT NULL) RETURNS int
LANGUAGE plpgsql AS $$
DECLARE
    v_try  record;
BEGIN
    SELECT * INTO v_try FROM app.try_begin(p_account, p_network);
    IF v_try.seconds = 0 AND p_right IS NOT NULL THEN
        PERFORM app.try_end(p_account, p_network, v_try.at, p_right);
    END IF;
    RETURN v_try.seconds;
END $$;
SELECT is((SELECT array_agg(pg_temp.guess('A', 'n1')) FROM generate_series(1, 5)), '{0,0,0,0,0}', 'five failures are free');
SELECT is(pg_temp.guess('A', 'n1'), 5, 'then one waits 5 seconds');
SELECT is(pg_temp.guess('A', 'n1'), 5, 'asking again meanwhile costs nothing');
SELECT is(pg_temp.guess('A', 'n2'), 0, 'another network is not held up');
SELECT is(pg_temp.guess('B', 'n1'), 0, 'nor another account of the network');
SELECT pg_temp.forward('5 seconds');
SELECT is(pg_temp.guess('A', 'n1'), 0, 'then one may try');
SELECT is(pg_temp.guess('A', 'n1'), 10, 'and waits twice as long');
SELECT pg_temp.forward('10 seconds');
SELECT is(pg_temp.guess('A', 'n1', true), 0, 'success');
SELECT is((SELECT array_agg(pg_temp.guess('A', 'n1')) FROM generate_series(1, 5)), '{0,0,0,0,0}', 'wipes the account''s failures there');
SELECT is((SELECT array_agg(DISTINCT pg_temp.guess('C', 'n3', true)) FROM generate_series(1, 300)), '{0}', 'any number of successes is free');
SELECT is((SELECT array_agg(DISTINCT pg_temp.guess('D', 'n3', false)) FROM generate_series(1, 300)), '{0}', 'so are tries that could not be made');
SELECT is((SELECT array_agg(DISTINCT pg_temp.guess('E' || n, 'n3')) FROM generate_series(1, 100) n), '{0}', 'a hundred accounts failing in one network are free');
SELECT is(pg_temp.guess('F', 'n3'), 1, 'then the network waits');
SELECT is(pg_temp.guess('C', 'n3', true), 0, 'but not those who have signed in there before');
SELECT is((SELECT count(*)::int FROM failure WHERE key LIKE '%@example%'), 0, 'no address is kept');
SELECT pg_temp.forward('1 day');
DO $$ BEGIN FOR i IN 1..40 LOOP PERFORM pg_temp.guess('G', 'n4'); PERFORM pg_temp.forward('15 minutes'); END LOOP; END $$;
SELECT is(pg_temp.guess('G', 'n4') > 0, false, 'the wait never passes a quarter of an hour');
SELECT is((SELECT count(*)::int FROM generate_series(1, 1000) n WHERE pg_temp.guess('H', 'net' || n) = 0), 50, 'a thousand networks get 50 tries at one account');

-- mails asked for
SELECT is(app.account_mail('register', 'new@example.org', 'K1', 'n', '/sessions/X'), 0, 'an unknown address may register');
SELECT is((SELECT (kind, person IS NULL, link_next)::text FROM mail WHERE address = 'new@example.org'), '(verify_address,t,/sessions/X)', 'and gets a link that remembers the way');
SELECT app.account_mail('register', 'new@example.org', 'K1', 'n', '') FROM generate_series(1, 5);
SELECT is((SELECT count(*)::int FROM mail WHERE address = 'new@example.org'), 3, 'three mails an hour, no more');
SELECT pg_temp.forward('61 minutes');
SELECT app.account_mail('register', 'new@example.org', 'K1', 'n', '');
SELECT is((SELECT count(*)::int FROM mail WHERE address = 'new@example.org'), 4, 'an hour later again');
SELECT app.account_mail('password', 'none@example.org', 'K2', 'n', '');
SELECT is((SELECT count(*)::int FROM mail WHERE address = 'none@example.org'), 0, 'no password mail to an unknown address');
SELECT app.account_mail('register', 't3@example.org', 'K3', 'n', ''), app.account_mail('password', 't3@example.org', 'K3', 'n', '');
SELECT is(pg_temp.mails(3), 'set_password set_password', 'who was imported is led to a password either way');
SELECT app.account_mail('register', 't2@example.org', 'K4', 'n', ''), app.account_mail('password', 't2@example.org', 'K4', 'n', '');
SELECT is(pg_temp.mails(2), 'account_exists password_reset', 'who has an account is told so by mail');
UPDATE person SET status = 'left' WHERE code = 'T7';
SELECT app.account_mail('password', 't7@example.org', 'K7', 'n', '');
SELECT is((SELECT kind || detail::text FROM mail WHERE address = 't7@example.org'), 'account_exists{"left": "yes"}', 'the mailbox of somebody who left opens nothing');
SELECT is((SELECT max(app.account_mail('register', 'x' || n || '@example.org', 'X' || n, 'n9', '')) FROM generate_series(1, 200) n), 0, '200 addresses an hour from one network');
SELECT is(app.account_mail('register', 'y@example.org', 'Y', 'n9', ''), 5, 'then it waits');

-- the link
CREATE FUNCTION pg_temp.link(p_name text, p_purpose text, p_email text) RETURNS bytea
LANGUAGE sql AS $$
    INSERT INTO lectern.mail (kind, person, address)
    SELECT 'message', (SELECT id FROM lectern.person WHERE email = p_email), p_email;
    SELECT app.link_make(sha256(p_name::bytea), max(id), p_purpose) FROM lectern.mail;
    SELECT sha256(p_name::bytea)
$$;
CREATE FUNCTION pg_temp.register(p_token bytea, p_agency text DEFAULT 'TST1', p_unlisted text DEFAULT '', p_setting text DEFAULT '') RETURNS text
LANGUAGE sql AS $$
    SELECT outcome FROM app.register_person(p_token, 'New', 'Body', 'Nurse', p_agency, p_unlisted, p_setting,
        'Boss', 'new@example.org', '', '$argon2id$new')
$$;
SELECT pg_temp.link('r1', 'register', 'new@example.org'), pg_temp.link('r2', 'register', 'new@example.org');
SELECT is((SELECT state FROM app.link_look(sha256('r1'), 'register')), 'good', 'a link is good');
SELECT is_empty($$ SELECT FROM app.link_look(sha256('r1'), 'password') $$, 'for its purpose only');
SELECT is(pg_temp.register(sha256('r1'), 'TST2'), 'no_agency', 'a closed organisation cannot be chosen');
SELECT is(pg_temp.register(sha256('r1'), 'TST1', '', 'St Mary''s'), 'registered', 'the form behind it makes the account');
SELECT is((SELECT (email, first_name, manager_email, remark, verified IS NOT NULL, a.code)::text FROM person p JOIN agency a ON a.id = agency WHERE email = 'new@example.org'),
          '(new@example.org,New,new@example.org,"the manager''s address is the person''s own",t,TST1)', 'with what was typed; a manager who is oneself is remarked on');
SELECT is((SELECT (name, provisional)::text FROM setting), '("St Mary''s",t)', 'a new setting is provisional');
SELECT is((SELECT count(*)::int FROM app.setting_choice), 0, 'and not suggested yet');
SELECT is(pg_temp.register(sha256('r1')), 'link_used', 'a link works once');
SELECT is((SELECT state FROM app.link_look(sha256('r2'), 'register')), 'used', 'and uses up its twins');
SELECT pg_temp.link('r3', 'register', 'late@example.org');
SELECT pg_temp.forward('49 hours');
SELECT is((SELECT state FROM app.link_look(sha256('r3'), 'register')), 'gone', 'a link shows its age');
SELECT is(pg_temp.register(sha256('r3')), 'link_gone', 'after two days it is too old');
SELECT pg_temp.link('r4', 'register', 't3@example.org');
SELECT is(pg_temp.register(sha256('r4'), '', 'Elsewhere'), 'registered', 'who was imported registers into the own record');
SELECT is((SELECT (p.code, a.code, unlisted)::text FROM person p JOIN agency a ON a.id = agency WHERE email = 't3@example.org'), '(T3,TST1,)', 'and keeps the organisation');
SELECT pg_temp.link('r5', 'register', 't2@example.org');
SELECT is(pg_temp.register(sha256('r5')), 'has_account', 'an account cannot be registered over');
SELECT pg_temp.link('r6', 'register', 'un@example.org');
SELECT is(pg_temp.register(sha256('r6'), '', 'The Ark', 'Room 2'), 'registered', 'an organisation that is not listed may be named');
SELECT is((SELECT unlisted FROM person WHERE email = 'un@example.org'), 'The Ark, Room 2', 'and goes to the coordinator as typed');

-- passwords
SELECT app.login_start(pg_temp.person(2), pg_temp.hash(1), sha256('p2'), NULL, 'x');
SELECT pg_temp.link('p1', 'password', 't2@example.org'), pg_temp.link('p2', 'password', 't2@example.org');
SELECT is((SELECT outcome FROM app.password_reset(sha256('p1'), pg_temp.hash(5))), 'set', 'a link sets a password');
SELECT is_empty($$ SELECT FROM app.login_person(sha256('p2')) $$, 'every login ends');
SELECT is((SELECT outcome FROM app.password_reset(sha256('p2'), pg_temp.hash(6))), 'link_used', 'and the other links');
SELECT is((SELECT password FROM person WHERE code = 'T2'), pg_temp.hash(5), 'so nothing else changed');

SELECT pg_temp.link('p0', 'password', 't4@example.org');
UPDATE person SET email = 'other@example.org' WHERE code = 'T4';
SELECT is((SELECT outcome FROM app.password_reset(sha256('p0'), pg_temp.hash(6))), 'link_gone', 'a link is good for the address it went to');

-- addresses
SELECT is((SELECT outcome FROM app.address_ask(pg_temp.person(2), pg_temp.hash(1), 'moved@example.org', 'M', 'n')), 'not_right', 'a change of address needs the password');
SELECT app.address_ask(pg_temp.person(2), pg_temp.hash(5), 'moved@example.org', 'M', 'n'), app.address_ask(pg_temp.person(2), pg_temp.hash(5), 't1@example.org', 'M1', 'n');
SELECT is((SELECT string_agg(kind || ' ' || address, ', ' ORDER BY id DESC) FROM (SELECT * FROM mail ORDER BY id DESC LIMIT 2) m), 'account_exists t1@example.org, change_address moved@example.org', 'the new address is asked, one that is taken is told');
SELECT app.link_make(sha256('ch'), max(id), 'address') FROM mail WHERE kind = 'change_address';
SELECT pg_temp.link('p3', 'password', 't2@example.org');
SELECT is((SELECT outcome FROM app.address_change(sha256('ch'))), 'changed', 'the link changes it');
SELECT is((SELECT email || ' ' || (SELECT address FROM mail WHERE kind = 'address_changed') FROM person WHERE code = 'T2'), 'moved@example.org t2@example.org', 'and the old address is told');
SELECT is((SELECT outcome FROM app.password_reset(sha256('p3'), pg_temp.hash(7))), 'link_used', 'a link that went to the old address is dead');

-- leaving
SELECT pg_temp.session('TST-101/01', 1);
SELECT pg_temp.book(1, 'TST-101/01'), pg_temp.book(4, 'TST-101/01');
INSERT INTO need (person, access) VALUES (pg_temp.person(1), 'BSL');
SELECT is((SELECT outcome FROM app.account_close(pg_temp.person(1), pg_temp.hash(2))), 'not_right', 'closing needs the password');
INSERT INTO mail (kind, person, address, booking, session)
SELECT k.kind, k.person, 'boss@example.org', b.id, b.session
  FROM booking b, (VALUES ('charge_proposed', NULL::bigint), ('charge_settled', NULL), ('agreement_asked', NULL), ('alert_need', NULL)) AS k (kind, person) WHERE b.id = pg_temp.booking(1, 'TST-101/01');
SELECT app.account_close(pg_temp.person(1), pg_temp.hash(1));
SELECT is(pg_temp.state(1, 'TST-101/01') || ' ' || pg_temp.state(4, 'TST-101/01'), 'cancelled confirmed', 'closing gives the places on');
SELECT is((SELECT (status, email, phone, manager_email, first_name, (SELECT count(*) FROM login WHERE person = p.id), (SELECT count(*) FROM need WHERE person = p.id))::text FROM person p WHERE code = 'T1'),
          '(closed,,,,Test1,0,0)', 'the record stays without ways to reach the person');
SELECT is((SELECT string_agg(kind || ' ' || state, ', ' ORDER BY id) FROM mail WHERE person = pg_temp.person(1) AND kind <> 'message'),
          'account_exists dropped, booking_confirmed dropped, booking_cancelled queued, account_closed queued', 'only what closing calls for is sent');
UPDATE mail SET due = clock() WHERE state = 'queued' AND (person = pg_temp.person(1) OR person IS NULL);
CREATE TEMP TABLE claimed AS SELECT kind, id FROM app.mail_claim(1000);
SELECT is((SELECT string_agg(c.kind, ' ' ORDER BY c.id) FROM claimed c JOIN mail m ON m.id = c.id WHERE m.person = pg_temp.person(1)),
          'booking_cancelled account_closed', 'and does go out, each with its say');
SELECT is((SELECT string_agg(m.kind || ' ' || m.state, ', ' ORDER BY m.id) FROM mail m WHERE m.person IS NULL AND m.booking = pg_temp.booking(1, 'TST-101/01')),
          'charge_proposed dropped, charge_settled dropped, agreement_asked dropped, alert_need sending', 'nor does anybody else get more about the bookings, but for an alert');
INSERT INTO charge (booking, kind, amount, because, deadline) SELECT pg_temp.booking(1, 'TST-101/01'), 'no_show', 3000, 'x', clock();
SELECT app.tell_charge(max(id), 'charge_settled') FROM charge;
SELECT is((SELECT count(*)::int FROM mail m WHERE m.kind = 'charge_settled' AND m.booking = pg_temp.booking(1, 'TST-101/01')), 1, 'and a charge tells nobody any more');
SELECT is(pg_temp.book(1, 'TST-101/01'), 'not_active', 'a closed account books nothing');

SELECT * FROM finish();
ROLLBACK;
