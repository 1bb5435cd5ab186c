-- desk_now()
-- Which day it is.
SELECT app.day_words(lectern.clock()) AS date_words;

-- desk_alerts(actor int)
-- Who asked for a call or had an unmet need, and nobody has settled it.
SELECT l.alert, l.raised_words, l.question, l.answer, l.call, l.code, l.name, l.phone, l.email, l.title, l.ref, l.withdrawn
  FROM app.desk_alert l
 WHERE l.settled IS NULL AND l.ref NOT IN (SELECT h.slug FROM app.hidden_sessions(:actor) AS h)
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

-- desk_tasks()
-- What else waits for a person: what happens first if nobody acts, then what
-- is pressing, then the rest.
SELECT t.words, t.detail, t.go_path, t.go_words, t.urgent,
       CASE WHEN t.due < d.tomorrow_ends THEN 1 WHEN t.urgent OR t.due < lectern.clock() + interval '7 days' THEN 2 ELSE 3 END AS part
  FROM (SELECT m.place, m.since, m.words, m.detail, m.go_path, m.go_words, m.urgent, m.session, m.other, m.due FROM app.desk_matter m
         UNION ALL
        SELECT k.place, k.since, k.words, k.detail, k.go_path, k.go_words, k.urgent, k.session, k.session, NULL FROM app.desk_task k) AS t
 CROSS JOIN (SELECT lectern.local_instant((lectern.clock() AT TIME ZONE 'Europe/London')::date + 2 + time '00:00') AS tomorrow_ends) AS d
 WHERE NOT EXISTS (SELECT FROM app.hidden_sessions(:me) AS h WHERE h.session IN (t.session, t.other))
 ORDER BY part, t.due, t.urgent DESC, t.place, t.since, t.words
 LIMIT 80;

-- desk_mail_stuck()
-- How many mails do not arrive.
SELECT nullif(m.trouble, 0) AS trouble FROM app.desk_mail_count m;

-- desk_today(actor int)
-- What takes place today.
SELECT d.ref, d.title, d.time_words, d.where_words, d.cancelled, d.expected, app.present_of(d.session, d.part) AS arrived,
       CASE WHEN d.needs > 0 THEN d.needs || ' with access needs' END AS needs
  FROM app.desk_part d
 WHERE d.days = 0 AND d.session NOT IN (SELECT h.session FROM app.hidden_sessions(:actor) AS h)
 ORDER BY d.starts, d.ref;

-- desk_coming(actor int)
-- The next dates.
SELECT d.ref, d.title, d.starts_words, d.where_words, d.taken, d.capacity, d.waiting,
       CASE WHEN d.taken < d.min_numbers THEN 'needs ' || d.min_numbers END AS few
  FROM app.desk_session d
 WHERE d.session NOT IN (SELECT h.session FROM app.hidden_sessions(:actor) AS h)
   AND d.status = 'open' AND d.later
 ORDER BY d.starts, d.ref
 LIMIT 12;

-- desk_people(actor int, q text)
-- Whom the words of the search fit.
SELECT p.code, p.name, p.email, p.phone, p.job_title, p.agency, coalesce(p.setting, p.unlisted) AS setting, p.status
  FROM app.find_people(:actor, :q) AS f
  JOIN app.desk_person p ON p.person = f.person
 ORDER BY p.name, p.code;

-- desk_people_bookings(actor int, codes textarray, q text)
-- Their live bookings of sessions to come, and one whose number was typed.
SELECT b.code, b.number, b.ref, b.title, b.starts_words, b.state_words
  FROM app.desk_person p
  JOIN app.desk_booking b ON b.person = p.person
 WHERE p.code = ANY (:codes) AND b.session NOT IN (SELECT h.session FROM app.hidden_sessions(:actor) AS h)
   AND (b.live AND NOT b.past OR b.number::text = ANY (regexp_split_to_array(:q, '[^0-9]+')))
 ORDER BY b.code, b.starts;

-- desk_find_sessions(actor int, q text)
-- Dates whose words begin with all of those typed, the nearest first.
SELECT d.ref, d.title, d.starts_words, d.where_words, d.taken, d.capacity, d.status
  FROM app.find_sessions(:q) AS f
  JOIN app.desk_session d ON d.session = f.session
 WHERE f.session NOT IN (SELECT h.session FROM app.hidden_sessions(:actor) AS h)
 ORDER BY f.distance
 LIMIT 12;

-- desk_person(actor int, code text)
-- A person; the look is kept in the audit trail, once.
WITH seen AS MATERIALIZED (SELECT app.see_person(:actor, :code) AS person)
SELECT p.code, p.name, p.email, p.phone, p.job_title, p.agency, p.setting, p.unlisted, p.manager_name, p.manager_email,
       p.verified, p.status, p.remark, p.since_words
  FROM seen
  JOIN app.desk_person p ON p.person = seen.person;

-- desk_person_bookings(actor int, code text)
-- All bookings of a person, the coming ones first.
SELECT b.number, b.ref, b.title, b.starts_words, b.state, b.state_words, b.attendance_words, b.organisation, b.live, b.past
  FROM app.desk_person p
  JOIN app.desk_booking b ON b.person = p.person
 WHERE p.code = :code AND b.session NOT IN (SELECT h.session FROM app.hidden_sessions(:actor) AS h)
 ORDER BY b.past, CASE WHEN b.past THEN -extract(epoch FROM b.starts) ELSE extract(epoch FROM b.starts) END, b.number;

-- desk_person_past(code text)
-- Training from before this system.
SELECT x.title, x.held_words, trim_scale(x.hours) AS hours
  FROM app.desk_past x
  JOIN app.desk_person p ON p.person = x.person
 WHERE p.code = :code
 ORDER BY x.held DESC;

-- desk_agencies(chosen text)
-- The organisations that are open.
SELECT a.code, a.name, a.code = :chosen AS selected FROM app.desk_agency a ORDER BY a.name;

-- desk_events(actor int, chosen text)
-- The catalogue.
SELECT e.code, e.title, e.code = :chosen AS selected FROM app.result_event e WHERE app.may_read_event(:actor, e.id)
 ORDER BY e.title;

-- desk_place(actor int, code text, agency text)
-- Say which organisation someone works for.
SELECT o.outcome FROM app.place_person(:actor, :code, :agency) AS o;

-- desk_sessions(actor int, past bool, page int)
-- All dates, those to come in their order or those past, the newest first.
SELECT d.ref, d.title, d.starts_words, d.where_words, d.status, d.taken, d.capacity, d.waiting, d.register,
       count(*) OVER () AS n
  FROM app.desk_session d
 WHERE d.over = :past AND d.session NOT IN (SELECT h.session FROM app.hidden_sessions(:actor) AS h)
 ORDER BY CASE WHEN :past THEN -extract(epoch FROM d.starts) ELSE extract(epoch FROM d.starts) END, d.ref
 LIMIT 25 OFFSET 25 * (:page - 1);

-- desk_session(actor int, ref text)
-- A session; the look at its bookings is kept in the audit trail, once.
WITH seen AS MATERIALIZED (SELECT app.see_session(:actor, :ref) AS session)
SELECT d.session AS id, d.ref, d.full_ref, d.title, d.event_code, d.starts_words, d.where_words, d.trainer_words, d.status,
       d.capacity, d.taken, d.waiting, d.register_words, d.over, d.has_form, d.is_public, d.remarks, d.later, d.open_to_public,
       h.answers, c.expected, c.arrived
  FROM seen
  JOIN app.desk_session d ON d.session = seen.session
 CROSS JOIN LATERAL app.result_head(ARRAY[d.session]) AS h
 CROSS JOIN LATERAL app.desk_counts(d.session) AS c;

-- desk_booking(actor int, number int)
-- A booking.
SELECT b.number, b.person, b.came_from, b.went_on, b.ref, b.title, b.starts_words, b.code, b.name, b.email, b.organisation, b.job_title, b.state, b.state_words,
       b.attendance_words, b.live, b.past, b.manager_name, b.manager_email, b.made_words, b.needs,
       b.live AND NOT b.past AS can_cancel, app.late_words(b.number) AS late_words,
       b.state IN ('confirmed', 'waiting') AND NOT b.past AND b.email IS NOT NULL AS can_resend
  FROM app.desk_booking b
 WHERE b.number = :number AND b.session NOT IN (SELECT h.session FROM app.hidden_sessions(:actor) AS h);

-- desk_booking_seen(actor int, number int)
-- Note the look in the audit trail.
SELECT app.see_person(:actor, b.code) AS person FROM app.desk_booking b WHERE b.number = :number;

-- desk_booking_history(number int)
-- What became of it.
SELECT h.at_words, h.state_words, h.why, h.who FROM app.desk_history h WHERE h.number = :number ORDER BY h.id;

-- desk_booking_mails(number int)
-- What was written about it.
SELECT m.mail, m.kind_words, m.address, m.made_words, m.state, m.state_words, m.reply, m.trouble
  FROM app.desk_mail m WHERE m.booking = :number ORDER BY m.mail;

-- desk_booking_resend(actor int, number int)
-- Send its mail again.
SELECT o.outcome FROM app.resend_booking(:actor, :number) AS o;

-- desk_booking_answer(actor int, number int, accept bool)
-- Answer an offer for the person.
SELECT a.outcome FROM app.answer_for(:actor, :number, :accept) AS a;

-- desk_booking_end(actor int, number int, why text, charge bool)
-- Cancel it for the person, and charge for late notice or not.
SELECT o.outcome FROM app.end_for(:actor, :number, :why, :charge) AS o;

-- desk_alert_seen(actor int, alert int)
-- Note the look at the person in the audit trail.
SELECT app.see_person(:actor, l.code) AS person FROM app.desk_alert l WHERE l.alert = :alert;

-- desk_setting(setting int)
-- A workplace as somebody typed it.
SELECT t.setting, t.name, t.agency, t.people FROM app.desk_setting t WHERE t.setting = :setting;

-- desk_setting_known(setting int)
-- The workplaces of the same organisation.
SELECT k.name FROM app.desk_setting_known k WHERE k.setting = :setting ORDER BY k.name;

-- desk_setting_settle(actor int, setting int, name text)
-- Put its name right, or join it to the one of that name.
SELECT o.outcome FROM app.settle_setting(:actor, :setting, :name) AS o;
