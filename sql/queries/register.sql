-- register_show(person int, ref text)
-- The register of a session, for its trainers and coordinators.
SELECT s.ref, s.full_ref, s.title, s.where_words, s.cancelled, s.register,
       s.register = 'open' AND s.may_be_signed AS may_be_signed,
       'by ' || s.signed_by || ', ' || app.moment_words(s.register_at) AS signed_words,
       CASE WHEN s.ends - s.starts < interval '1 day' THEN app.span_words(s.starts, s.ends)
            ELSE app.moment_words(s.starts) END AS starts_words
  FROM app.door_right(:person, :ref) r
  JOIN app.door_session s ON s.session = r.session
 WHERE r.may_search;

-- register_parts(person int, ref text)
-- Its parts, with their counts.
SELECT q.part, q.name, q.one_of_several, q.day_words, q.time_words, c.expected, c.arrived, c.unbooked
  FROM app.door_right(:person, :ref) r
  JOIN app.door_part q ON q.session = r.session
 CROSS JOIN LATERAL app.door_counts(q.session, q.part) c
 WHERE r.may_search
 ORDER BY q.part;

-- register_people(person int, ref text)
-- Everybody expected, part by part, by last name.
SELECT l.part, l.booking, l.name, l.agency, l.job, l.contact, l.needs, l.arrived_words AS arrived, l.departed_words AS departed,
       l.late_words, l.attendance, l.attendance_words, l.reason
  FROM app.door_right(:person, :ref) r
  JOIN app.register_line l ON l.session = r.session
 WHERE r.may_search
 ORDER BY l.part, l.last_name COLLATE "und-x-icu", l.first_name COLLATE "und-x-icu", l.booking;

-- register_unbooked(person int, ref text)
-- Who came without a booking.
SELECT u.id AS scan, u.name, u.organisation, u.contact,
       concat_ws(', ', CASE WHEN q.one_of_several THEN q.name END, app.clock_words(u.at)) AS time_words
  FROM app.door_right(:person, :ref) r
  JOIN app.door_unbooked u ON u.session = r.session
  JOIN app.door_part q ON q.session = u.session AND q.part = u.part
 WHERE r.may_search
 ORDER BY u.part, u.seq;

-- register_odd(person int, ref text)
-- What looks odd on it.
SELECT o.words
  FROM app.door_right(:person, :ref) r
 CROSS JOIN LATERAL app.register_odd(r.session) o
 WHERE r.may_search;

-- register_phones(person int, ref text)
-- Phones that scanned, and when they were last heard of.
SELECT p.by_name, p.scans, app.moment_words(p.heard) AS heard_words
  FROM app.door_right(:person, :ref) r
  JOIN app.door_phone p ON p.session = r.session
 WHERE r.may_search
 ORDER BY p.heard DESC;

-- register_changes(person int, ref text)
-- How it was signed off and corrected.
SELECT app.moment_words(c.at) AS when_words, c.by_name AS who,
       CASE c.state WHEN 'signed_off' THEN 'signed off' ELSE 'corrected: ' || c.reason END AS words
  FROM app.door_right(:person, :ref) r
  JOIN app.register_change c ON c.session = r.session
 WHERE r.may_search
 ORDER BY c.id;

-- register_row(person int, ref text, booking int, part int)
-- One person on one part of it.
SELECT l.part, q.name AS part_name, q.one_of_several, q.day_words, q.time_words,
       to_char(coalesce(l.arrived, q.starts) AT TIME ZONE 'Europe/London', 'HH24:MI') AS time,
       l.booking, l.name, l.agency, l.arrived_words AS arrived, l.departed_words AS departed, l.late_words,
       l.attendance_words, l.came
  FROM app.door_right(:person, :ref) r
  JOIN app.register_line l ON l.session = r.session AND l.booking = :booking AND l.part = :part
  JOIN app.door_part q ON q.session = l.session AND q.part = l.part
 WHERE r.may_search;

-- register_to_tick(person int, ref text, part int)
-- Who has not been signed in for a part: as many as one form may tick.
SELECT l.booking, l.name, l.agency
  FROM app.door_right(:person, :ref) r
  JOIN app.register_line l ON l.session = r.session AND l.part = :part AND NOT l.came
 WHERE r.may_search
 ORDER BY l.last_name COLLATE "und-x-icu", l.first_name COLLATE "und-x-icu", l.booking
 LIMIT 100;

-- register_mark(person int, ref text, key uuid, booking int, part int, act text, at time, reason text)
-- Put one person's attendance right.
SELECT m.outcome
  FROM app.mark_attendance(:person, :ref, :key, :booking, :part::int, :act, :at, :reason) AS m;

-- register_tick(person int, ref text, key uuid, part int, bookings textarray, reason text)
-- Sign several people in at once.
SELECT t.outcome, t.ticked
  FROM app.tick_register(:person, :ref, :key, :part::int, :bookings::bigint[], :reason) AS t;

-- register_sign(person int, ref text)
-- Sign it off.
SELECT s.outcome FROM app.sign_off(:person, :ref) AS s;
