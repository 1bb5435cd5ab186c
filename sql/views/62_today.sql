-- The morning of: what a coordinator changes from a phone, and whom to ring.

CREATE VIEW app.today_session AS
SELECT s.id, s.slug AS ref, s.title, s.status, s.starts, s.ends, app.span_words(s.starts, s.ends) AS starts_words,
       s.ends <= lectern.clock() AS over, s.status = 'cancelled' AS cancelled, s.status = 'open' AND s.ends > lectern.clock() AS open,
       s.delivery, s.delivery = 'virtual' AS online, s.join_url, s.join_url IS NOT NULL AS has_link, s.venue, s.event,
       coalesce(app.place_short(s.id), 'no place yet') AS place_words,
       coalesce(v.code, 'ONLINE') AS venue_code, coalesce(v.name, 'Online') AS venue_name,
       app.live_bookings(s.id) AS people,
       CASE app.live_bookings(s.id) WHEN 1 THEN '1 person' ELSE app.live_bookings(s.id) || ' people' END AS people_words,
       (SELECT string_agg(concat_ws(' ', p.first_name, nullif(p.last_name, '')), ', ' ORDER BY d.position)
          FROM lectern.duty d JOIN lectern.person p ON p.id = d.person
         WHERE d.session = s.id AND d.kind = 'trainer') AS trainer_words
  FROM lectern.session s
  LEFT JOIN lectern.venue v ON v.id = s.venue AND s.delivery <> 'virtual'
 WHERE s.status <> 'draft';

-- Parts by local day, for all of a venue and day.
CREATE VIEW app.today_part AS
SELECT t.ref, t.title, t.starts, t.starts_words, t.place_words, t.people_words, t.trainer_words, t.venue_code, t.venue_name, t.cancelled, t.open, t.id AS session,
       (q.starts AT TIME ZONE 'Europe/London')::date AS day,
       app.clock_words(q.starts) || ' to ' || app.clock_words(q.ends) AS time_words, q.starts AS begins
  FROM app.today_session t
  JOIN lectern.part q ON q.session = t.id;

-- Who leads a date, and who could: a hint where they lead another at that time.
CREATE VIEW app.today_trainer AS
SELECT d.session, p.code, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name, p.phone, d.position
  FROM lectern.duty d
  JOIN lectern.person p ON p.id = d.person
 WHERE d.kind = 'trainer';

CREATE VIEW app.today_other_trainer AS
SELECT s.id AS session, p.code, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name, nullif(t.organisation, '') AS organisation,
       (SELECT o.title FROM lectern.duty d JOIN lectern.session o ON o.id = d.session AND o.status = 'open'
          JOIN lectern.part q ON q.session = o.id JOIN lectern.part m ON m.session = s.id AND m.starts < q.ends AND m.ends > q.starts
         WHERE d.person = p.id AND d.kind = 'trainer' LIMIT 1) AS busy
  FROM lectern.session s
 CROSS JOIN lectern.trainer t
  JOIN lectern.person p ON p.id = t.person AND p.status = 'active'
 WHERE NOT EXISTS (SELECT FROM lectern.duty d WHERE d.session = s.id AND d.person = p.id AND d.kind = 'trainer');

-- Rooms that a date could go to; hints where one is too small or in use.
CREATE VIEW app.today_room AS
SELECT s.id AS session, v.code || '/' || r.code AS place, v.name AS venue, r.name AS room, v.town, r.capacity,
       v.id = s.venue AS same_venue,
       r.capacity < app.live_bookings(s.id) AS small,
       EXISTS (SELECT FROM lectern.session o
                 JOIN lectern.part q ON q.session = o.id AND coalesce(q.room, o.room) = r.id
                 JOIN lectern.part m ON m.session = s.id AND m.starts < q.ends AND m.ends > q.starts
                WHERE o.status = 'open' AND o.id <> s.id AND o.delivery <> 'virtual') AS used
  FROM lectern.session s
 CROSS JOIN lectern.venue v
  JOIN lectern.room r ON r.venue = v.id
 WHERE NOT v.online AND (s.room IS DISTINCT FROM r.id OR s.delivery = 'virtual');

-- Whom to ring about a date: live bookings, and those that ended with it.
CREATE VIEW app.today_call AS
SELECT b.session, b.id AS number, p.code, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name,
       nullif(p.phone, '') AS phone, coalesce(p.email, p.guest_email) AS email,
       coalesce(t.name, a.name, b.unlisted, CASE WHEN p.guest THEN 'Guest' ELSE '' END) AS organisation,
       nullif(b.manager_name, '') AS manager_name, b.manager_email, app.booking_words(b.state, b.ended_by) AS state_words,
       CASE w.comes WHEN true THEN 'Can come' WHEN false THEN 'Cannot come' ELSE CASE WHEN w.booking IS NOT NULL THEN 'Has not answered' END END AS comes_words,
       p.last_name, p.first_name, array_position(ARRAY['confirmed', 'offered', 'requested', 'waiting'], b.state) AS place
  FROM lectern.booking b
  JOIN lectern.person p ON p.id = b.person
  LEFT JOIN lectern.agency a ON a.id = b.agency
  LEFT JOIN lectern.setting t ON t.id = b.setting
  LEFT JOIN LATERAL (SELECT x.booking, x.comes FROM lectern.still_coming x WHERE x.booking = b.id ORDER BY x.change DESC LIMIT 1) AS w ON true
 WHERE b.live OR b.ended_by = 'session';

-- How many of a moved date have answered.
CREATE VIEW app.today_answers AS
SELECT c.session, c.words, count(*) FILTER (WHERE w.comes) AS yes, count(*) FILTER (WHERE NOT w.comes) AS no,
       count(*) FILTER (WHERE w.comes IS NULL) AS open
  FROM lectern.session_change c
  JOIN lectern.still_coming w ON w.change = c.id
 WHERE c.id = (SELECT max(n.id) FROM lectern.session_change n WHERE n.session = c.session AND n.kind = 'moved')
 GROUP BY c.session, c.words;

CREATE VIEW app.today_time AS
SELECT q.session, q.number, q.name, q.starts, q.ends FROM lectern.part q;
