-- today_session(ref text)
-- A date as the page for the morning of shows it.
SELECT t.id, t.ref, t.title, t.starts_words, t.over, t.cancelled, t.open, t.online, t.has_link, t.place_words, t.people_words, t.trainer_words, t.people
  FROM app.today_session t WHERE t.ref = :ref;

-- today_acts(session int)
-- What can be done to a date.
SELECT a.fold, a.act, a.old, a.words, a.field, a.legend, a.button, a.warn, a.asks_link, a.has_link, a.act = 'cancel' AS asks_replacement
  FROM app.today_act a WHERE a.session = :session ORDER BY a.place, a.fold;

-- today_options(session int)
-- The choices of each, what is best first.
SELECT o.fold, o.value, o.words, o.detail, o.warning, o.bad
  FROM app.today_option o WHERE o.session = :session ORDER BY o.place, o.fold, o.rank;

-- day_acts(day text)
-- What can be done to all of a venue and day.
SELECT a.venue_code, a.fold, a.act, a.old, a.words, a.field, a.legend, a.button, a.warn, a.asks_link, a.has_link, false AS asks_replacement
  FROM app.day_act a WHERE a.day = :day::date ORDER BY a.venue_name, a.venue_code, a.place, a.fold;

-- day_options(day text)
-- The choices of each.
SELECT o.fold, o.value, o.words, o.detail, o.warning, o.bad
  FROM app.day_option o WHERE o.day = :day::date ORDER BY o.venue_name, o.venue_code, o.place, o.fold, o.rank;

-- day_venue(actor int, ref text, venue text, why text)
-- One of them takes place at another venue.
SELECT c.outcome, c.told FROM app.change_venue_to(:actor, :ref, :venue, :why) AS c;

-- change_reason(code text)
-- A reason as everyone reads it.
SELECT r.told FROM app.change_reasons() AS r WHERE r.code = :code;

-- today_replacements(ref text)
-- Other dates of its course.
SELECT o.ref, o.starts_words FROM app.today_session s JOIN app.today_session o ON o.event = s.event AND o.id <> s.id
 WHERE s.ref = :ref AND o.open AND o.starts > lectern.clock() AND NOT EXISTS (SELECT FROM app.hidden_sessions(:me) AS h WHERE h.session = o.id)
 ORDER BY o.starts;

-- today_news(session int)
-- What was changed so far.
SELECT n.words, n.why, n.at_words FROM app.session_news n WHERE n.session = :session ORDER BY n.id DESC LIMIT 5;

-- today_cancel(actor int, ref text, reason text, replacement text, seeds textarray, ticket_key int, tickets textarray, codes textarray)
-- Call it off.
SELECT c.outcome, c.told
  FROM app.cancel_session(:actor, :ref, :reason, nullif(:replacement, ''), :seeds::bytea[], :ticket_key::int, :tickets::bytea[], :codes::bytea[]) AS c;

-- today_trainer(actor int, ref text, old text, new text, why text)
-- Another trainer leads.
SELECT c.outcome, c.told FROM app.replace_trainer(:actor, :ref, nullif(:old, ''), :new, :why) AS c;

-- today_venue(actor int, ref text, place text, why text)
-- It takes place somewhere else.
SELECT c.outcome, c.told
  FROM app.change_venue(:actor, :ref, split_part(:place, '/', 1), nullif(split_part(:place, '/', 2), ''), :why) AS c;

-- today_online(actor int, ref text, url text, why text)
-- It takes place online.
SELECT c.outcome, c.told FROM app.go_online(:actor, :ref, nullif(:url, ''), :why) AS c;

-- today_move(actor int, ref text, starts textarray, ends textarray, why text)
-- It takes place at another time.
SELECT c.outcome, c.told FROM app.move_session(:actor, :ref, :starts, :ends, :why) AS c;

-- today_parts(session int, starts textarray, ends textarray)
-- Its dates, as a form holds them; or as they were typed.
SELECT q.number, q.name, coalesce((:starts::text[])[q.n], to_char(q.starts AT TIME ZONE 'Europe/London', 'YYYY-MM-DD"T"HH24:MI')) AS starts_local,
       coalesce((:ends::text[])[q.n], to_char(q.ends AT TIME ZONE 'Europe/London', 'YYYY-MM-DD"T"HH24:MI')) AS ends_local
  FROM app.today_time q WHERE q.session = :session ORDER BY q.number;

-- today_day(day text)
-- The day asked for (today if none), in words and as a date.
SELECT d.day::text AS day, app.day_words(lectern.local_instant(d.day + time '12:00')) AS words
  FROM (SELECT coalesce(nullif(:day, '')::date, (lectern.clock() AT TIME ZONE 'Europe/London')::date) AS day) AS d;

-- today_venues(day text)
-- Where something takes place that day.
SELECT DISTINCT p.venue_code, p.venue_name FROM app.today_part p
 WHERE p.day = :day::date AND NOT EXISTS (SELECT FROM app.hidden_sessions(:me) AS h WHERE h.session = p.session)
 ORDER BY p.venue_name, p.venue_code;

-- today_dates(day text, venue text)
-- What takes place that day, at one venue or ("") at all.
SELECT DISTINCT p.venue_name, p.venue_code, p.begins, p.ref, p.title, p.time_words, p.place_words, p.people_words, p.trainer_words, p.cancelled, p.open
  FROM app.today_part p
 WHERE p.day = :day::date AND :venue IN ('', p.venue_code)
   AND NOT EXISTS (SELECT FROM app.hidden_sessions(:me) AS h WHERE h.session = p.session)
 ORDER BY p.venue_name, p.venue_code, p.begins, p.ref;

-- today_calls(actor int, refs textarray)
-- Whom to ring, by date; the look is kept in the audit trail.
WITH seen AS MATERIALIZED (SELECT r.ref, app.see_session(:actor, r.ref) AS session FROM unnest(:refs) AS r (ref))
SELECT seen.ref, c.number, c.code, c.name, c.phone, c.email, c.organisation, c.manager_name, c.manager_email, c.state_words, c.comes_words
  FROM seen JOIN app.today_call c ON c.session = seen.session
 ORDER BY seen.ref, c.place, c.last_name, c.first_name;

-- today_answers(session int)
-- What people of a moved date have said.
SELECT a.words, a.yes, a.no, a.open FROM app.today_answers a WHERE a.session = :session;

-- today_calls_dates(day text, venue text)
-- The dates of a day and venue, each once, in the order of their references.
SELECT DISTINCT p.ref, p.title, p.starts_words, p.place_words, p.trainer_words
  FROM app.today_part p
 WHERE p.day = :day::date AND :venue IN ('', p.venue_code)
   AND NOT EXISTS (SELECT FROM app.hidden_sessions(:me) AS h WHERE h.session = p.session)
 ORDER BY p.ref;
