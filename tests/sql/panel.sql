-- What a date needs: the list of the day, the checklist, and what is done
-- with several of its people at once; mail that came back.
BEGIN;
\ir fixture.psql
SELECT plan(77);

CREATE FUNCTION pg_temp.matters() RETURNS text
LANGUAGE sql AS $$ SELECT coalesce(string_agg(words || CASE WHEN urgent THEN ' !' ELSE '' END, '; ' ORDER BY place, since, words), '') FROM app.desk_matter $$;
CREATE FUNCTION pg_temp.now(p_at timestamptz) RETURNS void
LANGUAGE sql AS $$ UPDATE lectern.deployment SET shift = p_at - now() $$;
CREATE FUNCTION pg_temp.clashes() RETURNS text
LANGUAGE sql AS $$ SELECT coalesce(string_agg(words, '; ' ORDER BY words), '') FROM app.desk_conflict $$;

-- What needs a person today.
SELECT is(pg_temp.matters(), '', 'an empty desk');
SELECT pg_temp.session('TST-101/01', 5, 10, '2026-12-01 10:00Z') AS s \gset
UPDATE session SET min_numbers = 3, approval = 'coordinator' WHERE id = :s;
SELECT is(pg_temp.matters(), '', 'too few, a month before, is nothing yet');
SELECT pg_temp.now('2026-11-17 10:01Z');
SELECT is(pg_temp.matters(), 'Only 0 of at least 3 have a place: Noticing and acting', 'ten working days before it is');
SELECT pg_temp.now('2026-11-24 10:01Z');
SELECT is(pg_temp.matters(), 'Only 0 of at least 3 have a place: Noticing and acting !', 'five before it cannot wait');
UPDATE session SET min_numbers = 0 WHERE id = :s;
SELECT pg_temp.now('2026-11-03 09:00Z');
SELECT is(pg_temp.book(1, 'TST-101/01'), 'requested', 'who asks for a place that the desk agrees to');
SELECT pg_temp.book(2, 'TST-101/01');
SELECT is(pg_temp.matters(), '2 people wait for your agreement: Noticing and acting', 'waits on the desk, once a date');
SELECT is((SELECT detail LIKE '%Test1 Person, Test2 Person' FROM app.desk_matter), true, 'by name, the first first');
INSERT INTO approval (booking, kind, why) VALUES (pg_temp.booking(1, 'TST-101/01'), 'coordinator', 'second_date');
SELECT is((SELECT words || right(detail, 26) FROM app.desk_matter), '2 people wait for your agreement: Noticing and actingTest1 Person, Test2 Person', 'who asks for two things is one person');
DELETE FROM approval WHERE why = 'second_date';
SELECT pg_temp.now('2026-11-06 09:01Z');
SELECT is(pg_temp.matters(), '2 people wait for your agreement: Noticing and acting !', 'and not for longer than three days');
SELECT pg_temp.now('2026-11-03 09:00Z');
UPDATE approval SET state = 'withdrawn', ended = clock();
UPDATE booking SET state = 'confirmed', held = false;
SELECT is(pg_temp.matters(), '', 'what is decided is gone');
UPDATE session SET status = 'draft' WHERE id = :s;
SELECT is(pg_temp.matters(), 'Not open for booking yet: Noticing and acting', 'a draft a month away');
SELECT pg_temp.now('2026-11-04 09:00Z');
SELECT is(pg_temp.matters(), 'Not open for booking yet: Noticing and acting !', 'and sooner than four weeks');
SELECT is((SELECT count(*) FROM app.find_sessions('noticing')), 1::bigint, 'a draft is found by the search');
SELECT pg_temp.now('2026-11-03 09:00Z');
UPDATE session SET status = 'open' WHERE id = :s;
UPDATE booking SET state = 'offered' WHERE id = pg_temp.booking(1, 'TST-101/01');
INSERT INTO offer (booking, expires) SELECT pg_temp.booking(1, 'TST-101/01'), clock() + interval '25 hours';
SELECT is(pg_temp.matters(), '', 'an offer that has a day left');
UPDATE offer SET expires = clock() + interval '3 hours';
UPDATE person SET phone = '01632 960111' WHERE code = 'T1';
SELECT is(pg_temp.matters(), 'The place offered to Test1 Person lapses today at midday: Noticing and acting !', 'and one that has not');
SELECT is((SELECT detail FROM app.desk_matter), 'No answer yet. Telephone 01632 960111', 'with whom to ring');
UPDATE offer SET state = 'lapsed', ended = clock();
UPDATE booking SET state = 'confirmed' WHERE state = 'offered';

-- What cannot both be.
SELECT pg_temp.session('TST-101/02', 5, 10, '2026-12-01 11:00Z') AS t \gset
INSERT INTO trainer (person, code) VALUES (pg_temp.person(7), 'TR7');
INSERT INTO duty (session, person, kind, listed, position) VALUES (:s, pg_temp.person(7), 'trainer', true, 1), (:t, pg_temp.person(7), 'trainer', true, 1);
SELECT is(pg_temp.clashes(), 'Test7 Person is down for two dates at once: Noticing and acting and Noticing and acting', 'a trainer in two places');
SELECT is(pg_temp.matters(), pg_temp.clashes(), 'is a matter of the desk');
UPDATE part SET starts = '2026-12-01 12:00Z', ends = '2026-12-01 13:00Z' WHERE session = :t;
SELECT is(pg_temp.clashes(), '', 'one after the other they can both be');
UPDATE part SET starts = '2026-12-01 11:59Z', ends = '2026-12-01 13:00Z' WHERE session = :t;
UPDATE session SET status = 'cancelled' WHERE id = :t;
SELECT is(pg_temp.clashes(), '', 'a cancelled date takes nobody''s time');
UPDATE session SET status = 'open' WHERE id = :t;
DELETE FROM duty;
INSERT INTO venue (code, name, address, postcode, town) VALUES ('V1', 'Guildhall', '1 High Street', 'AB1 2CD', 'Brightford');
INSERT INTO room (venue, code, name, capacity) SELECT id, 'V1-A', 'Oak Room', 4 FROM venue WHERE code = 'V1';
UPDATE session SET room = (SELECT id FROM room WHERE code = 'V1-A');
SELECT is(pg_temp.clashes(), 'Oak Room holds 4, and there are 5 places: Noticing and acting; Oak Room holds 4, and there are 5 places: Noticing and acting; '
       || 'Oak Room is taken by two dates at once: Noticing and acting and Noticing and acting', 'one room for two dates, and too small for either');
UPDATE room SET capacity = 5;
UPDATE session SET room = NULL WHERE id = :t;
SELECT is(pg_temp.clashes(), '', 'a room that fits');

-- Rooms of days and of workshops, and who leads those.
INSERT INTO room (venue, code, name, capacity) SELECT id, 'V1-B', 'Elm Room', 3 FROM venue WHERE code = 'V1';
UPDATE session SET room = NULL, title = 'Second' WHERE id = :t;
UPDATE part SET room = (SELECT id FROM room WHERE code = 'V1-A') WHERE session = :t;
SELECT is(pg_temp.clashes(), 'Oak Room is taken by two dates at once: Noticing and acting and Second', 'a day has a room of its own');
UPDATE room SET capacity = 4 WHERE code = 'V1-A';
UPDATE session SET room = NULL WHERE id = :s;
SELECT is(pg_temp.clashes(), 'Oak Room holds 4, and there are 5 places: Second', 'which is too small for its places');
UPDATE part SET room = NULL;
UPDATE session SET agenda = jsonb_build_array(jsonb_build_object('slot', 'H1', 'title', 'Round', 'type', 'workshop_round', 'starts', starts, 'ends', starts + interval '30 minutes'),
                                              jsonb_build_object('slot', 'H2', 'title', 'Talk', 'type', 'plenary', 'room_code', 'V1-B', 'starts', starts + interval '1 hour', 'ends', ends)) WHERE id = :s;
INSERT INTO workshop (session, code, slot, title, room) SELECT :s, c, 'H1', 'Shop ' || c, id FROM room, unnest(ARRAY['A', 'B']) AS c WHERE code = 'V1-B';
INSERT INTO pool (session, kind, workshop, capacity) SELECT session, 'workshop', id, 3 FROM workshop;
UPDATE pool SET capacity = 3 WHERE session = :s;
SELECT is(pg_temp.clashes(), 'Elm Room is taken by two workshops at once: Shop A (Noticing and acting) and Shop B (Noticing and acting)', 'two workshops in one room');
UPDATE workshop SET room = NULL WHERE code = 'B';
SELECT is(pg_temp.clashes(), '', 'one alone, and a talk there afterwards');
UPDATE pool SET capacity = 4 WHERE workshop = (SELECT id FROM workshop WHERE code = 'A');
SELECT is(pg_temp.clashes(), 'Elm Room holds 3, and there are 4 places: Shop A (Noticing and acting)', 'a workshop that does not fit');
UPDATE pool SET capacity = 3 WHERE kind = 'workshop';
UPDATE session SET room = (SELECT id FROM room WHERE code = 'V1-B') WHERE id = :t;
UPDATE pool SET capacity = 3 WHERE session = :t;
UPDATE part SET starts = '2026-12-01 10:00Z', ends = '2026-12-01 10:20Z' WHERE session = :t;
SELECT is(pg_temp.clashes(), 'Elm Room is taken by two dates at once: Shop A (Noticing and acting) and Second', 'a workshop and another date in one room');
SELECT set_eq($$SELECT words FROM app.clashes(NULL, '{"delivery": "in_person", "room": "V1-B", "capacity": 2, "trainers": [], "part1_date": "2026-12-01", "part1_starts": "10:00", "part1_ends": "10:10"}')$$,
    ARRAY['Elm Room is taken: Second, Tuesday 1 December 2026, 10am to 10:20am', 'Elm Room is taken: Shop A (Noticing and acting), Tuesday 1 December 2026, 10am to 10:30am'], 'as the form of a date says');
UPDATE session SET room = NULL WHERE id = :t;
INSERT INTO workshop_lead (workshop, trainer) SELECT id, pg_temp.person(7) FROM workshop;
SELECT is(pg_temp.clashes(), 'Test7 Person is down for two workshops at once: Shop A (Noticing and acting) and Shop B (Noticing and acting)', 'who leads two at once');
DELETE FROM workshop_lead WHERE workshop = (SELECT id FROM workshop WHERE code = 'B');
INSERT INTO duty (session, person, kind, listed, position) VALUES (:t, pg_temp.person(7), 'trainer', true, 1);
SELECT is(pg_temp.clashes(), 'Test7 Person is down for two dates at once: Shop A (Noticing and acting) and Second', 'or one, and another date');
DELETE FROM duty; DELETE FROM workshop_lead; DELETE FROM pool WHERE kind = 'workshop'; DELETE FROM workshop;
UPDATE session SET agenda = '[]' WHERE id = :s;
UPDATE session SET status = 'cancelled' WHERE id = :t;

-- The checklist.
SELECT count(*) AS items FROM app.panel_check WHERE session = :s \gset
SELECT ok(:items > 4, 'a date has its checklist');
SELECT is((SELECT count(*) FROM app.panel_check WHERE session = :s AND words ~ '^(Caterer|Room)'), 0::bigint, 'of what is online');
SELECT id AS item FROM check_item WHERE words = 'Trainers confirmed' \gset
SELECT is((SELECT outcome FROM app.check_item(pg_temp.person(1), 'TST-101-01', :item, true)), 'not_found', 'others tick nothing');
SELECT is((SELECT outcome FROM app.check_item(pg_temp.person(8), 'TST-101-01', :item, true)), 'checked', 'a coordinator does');
SELECT is((SELECT outcome FROM app.check_item(pg_temp.person(8), 'TST-101-01', :item, true)), 'checked', 'twice it is one');
SELECT is((SELECT done_words FROM app.panel_check WHERE session = :s AND item = :item), 'Tuesday 3 November 2026, Test8 Person', 'with the day and by whom');
SELECT is((SELECT done FROM app.panel_check WHERE session = :t AND item = :item), false, 'for this date alone');
SELECT is((SELECT outcome FROM app.check_item(pg_temp.person(8), 'TST-101-01', :item, false)), 'unchecked', 'and not after all');
SELECT is((SELECT count(*) FROM checked), 0::bigint, 'nothing is left of it');
SELECT is((SELECT outcome FROM app.add_check_item(pg_temp.person(8), 'TST-101-02', 'Bring a plug', gen_random_uuid())), 'added', 'one more thing');
SELECT is((SELECT outcome FROM app.check_item(pg_temp.person(8), 'TST-101-01', (SELECT max(id) FROM check_item), true)), 'not_found', 'is that date''s alone');
SELECT is((SELECT outcome FROM app.add_note(pg_temp.person(1), 'TST-101-01', 'x', gen_random_uuid())), 'not_found', 'others note nothing');
SELECT is((SELECT by_words FROM app.panel_check WHERE session = :s AND words = 'Trainers confirmed'), 'by Tuesday 20 October 2026', 'thirty working days before');

-- Writing to several.
SELECT FROM pg_temp.book(3, 'TST-101/01');
UPDATE booking SET state = 'waiting', held = false WHERE id = pg_temp.booking(3, 'TST-101/01');
UPDATE approval SET state = 'withdrawn', ended = clock() WHERE state = 'open';
UPDATE pool SET capacity = 2, taken = 2, waiting = 1 WHERE session = :s;
DELETE FROM mail;
CREATE FUNCTION pg_temp.write(p_states text[], p_bookings bigint[], p_count int, p_key text DEFAULT '11111111-1111-4111-8111-111111111111', p_actor int DEFAULT 8) RETURNS text
LANGUAGE sql AS $$ SELECT outcome FROM app.write_to(pg_temp.person(p_actor), 'TST-101-01', p_states, p_bookings, 'Hello', 'Dear {{first_name}}', p_count, p_key::uuid) $$;
SELECT is(app.people_reached('TST-101-01', '{confirmed}', '{}')::text, '(2,0)', 'two have a place');
SELECT is(pg_temp.write('{confirmed}', '{}', 3), 'count_changed', 'the number must be the one that was shown');
SELECT is(pg_temp.write('{offered}', '{}', 0), 'nobody', 'to nobody nothing is sent');
SELECT is(pg_temp.write('{confirmed}', '{}', 2, p_actor => 1), 'not_found', 'others write to nobody');
SELECT is((SELECT count(*) FROM mail), 0::bigint, 'and nothing has gone out yet');
SELECT is(pg_temp.write('{confirmed}', '{}', 2), 'written', 'confirmed, it goes out');
SELECT is(pg_temp.write('{confirmed}', '{}', 2), 'written', 'a second press says the same');
SELECT is((SELECT string_agg(address, ' ' ORDER BY address) FROM mail), 't1@example.org t2@example.org', 'and sends nothing twice: one recipient each');
SELECT is(pg_temp.write('{waiting}', ARRAY[pg_temp.booking(1, 'TST-101/01')], 2, '22222222-2222-4222-8222-222222222222'), 'written', 'a state and some by name');
SELECT is((SELECT count(*) FROM mail), 4::bigint, 'each once');
UPDATE person SET email = NULL, post = '1 High Street' WHERE code = 'T2';
SELECT is(app.people_reached('TST-101-01', '{confirmed}', '{}')::text, '(2,1)', 'who has no address is counted, as a letter');
SELECT is(pg_temp.write('{confirmed}', '{}', 2, '33333333-3333-4333-8333-333333333333'), 'written', 'written to all');
SELECT is((SELECT string_agg(state || ' ' || coalesce(address, '-'), ', ' ORDER BY person) FROM (SELECT * FROM mail ORDER BY id DESC LIMIT 2) AS m), 'queued t1@example.org, to_post -', 'a mail, and a letter');
SELECT is((SELECT app.letter_data(id)::jsonb ->> 'own_body' FROM mail WHERE state = 'to_post'), 'Dear {{first_name}}', 'with what was written');
SELECT is((SELECT count(*) FROM audit WHERE act = 'write_to'), 3::bigint, 'what was written is in the trail');
UPDATE person SET email = 't2@example.org' WHERE code = 'T2';
SELECT is(app.people_reached('TST-101-01', '{attended,absent}', '{}')::text, '(0,0)', 'nobody was there or stayed away before it is over');
SAVEPOINT over;
UPDATE session SET starts = clock() - interval '3 hours', ends = clock() - interval '1 hour' WHERE id = :s;
UPDATE part SET starts = clock() - interval '3 hours', ends = clock() - interval '1 hour' WHERE session = :s;
INSERT INTO scan (id, session, part, booking, means, at, by, outcome)
VALUES (gen_random_uuid(), :s, 1, pg_temp.booking(1, 'TST-101/01'), 'name', clock() - interval '3 hours', pg_temp.person(8), 'admitted');
SELECT is((SELECT string_agg(k || ' ' || coalesce((SELECT string_agg(p.code, ' ') FROM app.people_meant('TST-101-01', ARRAY[k], '{}') t JOIN person p ON p.id = t.person), '-'), ', ')
             FROM unnest(ARRAY['attended', 'absent']) AS k), 'attended T1, absent T2', 'then who was there, and who had a place and was not');
ROLLBACK TO over;

-- Cancelling several.
SELECT is((SELECT outcome FROM app.end_several(pg_temp.person(1), 'TST-101-01', ARRAY[pg_temp.booking(1, 'TST-101/01')], 'x')), 'not_found', 'others cancel nothing');
SELECT is((SELECT (outcome, n)::text FROM app.end_several(pg_temp.person(8), 'TST-101-02', ARRAY[pg_temp.booking(1, 'TST-101/01')], 'x')), '(cancelled,0)', 'nor through another date');
SELECT is((SELECT (outcome, n)::text FROM app.end_several(pg_temp.person(8), 'TST-101-01', ARRAY[pg_temp.booking(1, 'TST-101/01'), pg_temp.booking(2, 'TST-101/01')], 'The road is closed')), '(cancelled,2)', 'two at once');
SELECT is((SELECT string_agg(DISTINCT state || ' ' || ended_by, ' ') FROM booking WHERE person IN (pg_temp.person(1), pg_temp.person(2))), 'cancelled coordinator', 'both have ended');
SELECT is((SELECT count(*) FROM booking_history WHERE why = 'The road is closed'), 2::bigint, 'with the reason');
SELECT is(pg_temp.state(3, 'TST-101/01'), 'confirmed', 'and the next in line has a place');
SELECT is((SELECT (outcome, n)::text FROM app.end_several(pg_temp.person(8), 'TST-101-01', ARRAY[pg_temp.booking(1, 'TST-101/01')], 'x')), '(cancelled,0)', 'once');

-- Mail that came back.
UPDATE mail SET state = 'sent', finished = clock() WHERE state = 'queued';
UPDATE mail SET state = 'bounced', reply = '550 no such user' WHERE person = pg_temp.person(3) AND kind = 'booking_promoted';
SELECT is((SELECT kind_words || ' ' || code FROM app.mail_back), 'Moved up from the waiting list T3', 'it shows at the person');
SELECT is((SELECT failed FROM app.panel_mail p JOIN session s ON s.id = p.session WHERE s.ref = 'TST-101/01' AND p.kind_words = 'Moved up from the waiting list'),
          1::bigint, 'at the date');
SELECT is((SELECT string_agg(regexp_replace(words, ' to .*:', ':') || ' ' || urgent, ', ') FROM app.desk_task WHERE place = 1),
          'Moved up from the waiting list: came back true', 'and on the first page of the desk');
SELECT is((SELECT outcome FROM app.resend_mine(pg_temp.person(1))), 'not_found', 'whose it is not sends nothing');
SELECT is((SELECT outcome FROM app.resend_mine(pg_temp.person(3))), 'just_tried', 'not at once to the same address');
UPDATE person SET email = 'new3@example.org' WHERE code = 'T3';
SELECT is((SELECT moved FROM app.mail_back), true, 'a new address');
SELECT is((SELECT (outcome, n)::text FROM app.resend_mine(pg_temp.person(3))), '(resent,1)', 'gets it at once');
SELECT is((SELECT string_agg(address || ' ' || state, ', ') FROM mail WHERE person = pg_temp.person(3) AND kind = 'booking_promoted'), 'new3@example.org queued', 'there');
UPDATE mail SET state = 'bounced', finished = clock() WHERE state = 'queued' AND kind = 'booking_promoted';
SELECT FROM app.end_for(pg_temp.person(8), pg_temp.booking(3, 'TST-101/01'), 'x');
SELECT is((SELECT count(*) FROM app.mail_back), 0::bigint, 'what is void is not missed');
SELECT * FROM finish();
ROLLBACK;
