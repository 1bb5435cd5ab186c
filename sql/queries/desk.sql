-- desk_alerts()
-- Who asked for a call or had an unmet need, and nobody has settled it.
SELECT l.alert, l.raised_words, l.question, l.answer, l.call, l.code, l.name, l.phone, l.email, l.organisation,
       l.title, l.ref, l.day_words, l.withdrawn
  FROM app.desk_alert l
 WHERE l.settled IS NULL
 ORDER BY l.call DESC, l.raised;

-- desk_alert(alert int)
-- One of them, settled or not.
SELECT l.alert, l.raised_words, l.question, l.answer, l.call, l.code, l.name, l.phone, l.email, l.organisation,
       l.title, l.ref, l.day_words, l.withdrawn, l.settled_words, l.settled_by, l.note
  FROM app.desk_alert l
 WHERE l.alert = :alert;

-- desk_alert_settle(actor int, alert int, note text)
-- Say what was done about it.
SELECT s.outcome FROM app.settle_alert(:actor, :alert, :note) AS s;

-- desk_registers()
-- Sessions whose register nobody has signed off, the oldest first.
SELECT g.ref, g.title, g.when_words, g.trainers, g.taken, g.days,
       CASE g.days WHEN 0 THEN 'today' WHEN 1 THEN 'yesterday' ELSE g.days || ' days ago' END AS ago_words
  FROM app.desk_register g
 ORDER BY g.ends
 LIMIT 50;

-- desk_mails()
-- Mails that do not arrive, the newest first, and how many there are.
SELECT m.number, m.kind_words, m.address, m.state_words, m.reply, m.made_words, m.code, m.name, m.ref, m.title,
       count(*) OVER () AS of
  FROM app.desk_mail m
 WHERE m.trouble
 ORDER BY m.number DESC
 LIMIT 5;

-- desk_unlisted()
-- People whose organisation is not on our list.
SELECT u.code, u.name, u.unlisted, u.email, u.since FROM app.desk_unlisted u ORDER BY u.unlisted, u.name LIMIT 50;

-- desk_old_statements()
-- Statements that nobody has looked at for a year.
SELECT t.slug, t.title, t.changed_words FROM app.statement_page t WHERE t.old ORDER BY t.slug;

-- desk_days()
-- The days of the next week on which something takes place.
SELECT DISTINCT d.days, d.day_words, d.days = 0 AS today FROM app.desk_part d WHERE d.days BETWEEN 0 AND 7 ORDER BY d.days;

-- desk_parts()
-- What takes place on them.
SELECT d.days, d.ref, d.title, d.time_words, d.where_words, d.trainers, d.waiting, d.taken, d.capacity,
       d.taken || ' of ' || d.capacity || ' places taken' AS places_words,
       CASE WHEN d.waiting > 0 THEN d.waiting || ' waiting' END AS waiting_words,
       CASE WHEN d.days = 0 THEN app.present_of(d.session, d.part) END AS present,
       d.days = 0 AS today
  FROM app.desk_part d
 WHERE d.days BETWEEN 0 AND 7
 ORDER BY d.days, d.starts, d.ref;

-- desk_people(actor int, q text)
-- Whom the words of the search fit.
SELECT p.code, p.name, p.email, p.phone, p.who_words, p.status_words
  FROM app.find_people(:actor, :q) AS f
  JOIN app.desk_person p ON p.person = f.person
 ORDER BY p.name, p.code;

-- desk_people_bookings(codes text)
-- Their live bookings of sessions to come.
SELECT b.code, b.number, b.ref, b.title, b.starts_words, b.state_words
  FROM app.desk_booking b
 WHERE b.person IN (SELECT p.person FROM app.desk_person p WHERE p.code = ANY (string_to_array(:codes, ' ')))
   AND b.live AND NOT b.past
 ORDER BY b.code, b.starts;

-- desk_find_sessions(q text)
-- Sessions whose words begin with all of those typed, the nearest first.
SELECT d.ref, d.title, d.when_words, d.where_words, d.taken || ' of ' || d.capacity AS places_words, d.cancelled, d.over
  FROM app.find_sessions(:q) AS f
  JOIN app.desk_session d ON d.session = f.session
 ORDER BY f.distance
 LIMIT 12;

-- desk_person(actor int, code text)
-- A person; the look is kept in the audit trail.
SELECT p.code, p.name, p.email, p.phone, p.job_title, p.agency, p.setting, p.unlisted, p.manager_name, p.manager_email,
       p.verified, p.status_words, p.remark
  FROM app.desk_person p
 WHERE p.person = app.see_person(:actor, :code);

-- desk_person_bookings(code text)
-- All bookings of a person, the coming ones first.
SELECT b.number, b.ref, b.title, b.starts_words, b.state_words, b.attendance_words, b.organisation, b.live, b.past
  FROM app.desk_booking b
 WHERE b.code = :code
 ORDER BY b.past, CASE WHEN b.past THEN -extract(epoch FROM b.starts) ELSE extract(epoch FROM b.starts) END, b.number;

-- desk_person_past(code text)
-- Training from before this system.
SELECT x.title, x.held_words, x.hours
  FROM app.desk_past x
  JOIN app.desk_person p ON p.person = x.person
 WHERE p.code = :code
 ORDER BY x.held DESC;

-- desk_agencies()
-- The organisations that a person can be placed in.
SELECT a.code, a.name FROM app.desk_agency a ORDER BY a.name;

-- desk_place(actor int, code text, agency text)
-- Say which organisation someone works for.
SELECT o.outcome FROM app.place_person(:actor, :code, :agency) AS o;

-- desk_session(actor int, ref text)
-- A session; the look at its bookings is kept in the audit trail.
SELECT d.ref, d.full_ref, d.title, d.event_code, d.when_words, d.where_words, d.trainers, d.capacity, d.taken, d.waiting,
       d.register_words, d.register_state <> 'open' AS signed_off, d.begun, d.over, d.cancelled, d.draft, d.has_form
  FROM app.desk_session d
 WHERE d.session = app.see_session(:actor, :ref);

-- desk_session_states(ref text)
-- The states of its bookings, with how many there are of each.
SELECT s.state, s.heading, s.n FROM app.desk_session_state s WHERE s.ref = :ref ORDER BY s.place;

-- desk_session_bookings(ref text)
-- Its bookings, by state, in the order of names; the waiting list in its own.
SELECT s.state, b.number, b.code, b.name, b.organisation, b.job_title, b.state_words, b.attendance_words
  FROM app.desk_session_state s
  JOIN app.desk_booking b ON b.ref = s.ref AND b.state = s.state
 WHERE s.ref = :ref
 ORDER BY s.place, CASE WHEN b.state = 'waiting' THEN b.number END, lower(b.last_name), lower(b.first_name), b.number;

-- desk_booking(number int)
-- A booking.
SELECT b.number, b.ref, b.title, b.starts_words, b.code, b.name, b.organisation, b.job_title, b.state_words,
       b.attendance_words, b.live, b.past, b.manager_name, b.manager_email, app.moment_words(b.made) AS made_words
  FROM app.desk_booking b
 WHERE b.number = :number;

-- desk_booking_history(number int)
-- What became of it.
SELECT h.at_words, h.state_words, h.why, h.who FROM app.desk_history h WHERE h.number = :number ORDER BY h.id;

-- desk_booking_mails(number int)
-- What was written about it.
SELECT m.number, m.kind_words, m.address, m.made_words, m.state_words, m.reply, m.trouble
  FROM app.desk_mail m WHERE m.booking = :number ORDER BY m.number;

-- desk_booking_resend(actor int, number int)
-- Send its mail again.
SELECT o.outcome FROM app.resend_booking(:actor, :number) AS o;

-- desk_booking_end(actor int, number int, why text)
-- Cancel it for the person.
SELECT o.outcome FROM app.end_for(:actor, :number, :why) AS o;
