-- The morning of: what a coordinator changes from a phone, and whom to ring.

CREATE VIEW app.today_session AS
SELECT s.id, s.slug AS ref, s.title, s.status, s.starts, s.ends, app.span_words(s.starts, s.ends) AS starts_words,
       s.ends <= (SELECT lectern.clock()) AS over, s.status = 'cancelled' AS cancelled, s.status = 'open' AND s.ends > (SELECT lectern.clock()) AS open,
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

-- Where something that is not over takes place on a day.
CREATE VIEW app.day_venue AS
SELECT DISTINCT p.day, p.venue_code, p.venue_name FROM app.today_part p WHERE p.open;

-- Who leads a date, and who could: a hint where they lead another at that time.
CREATE VIEW app.today_trainer AS
SELECT d.session, p.code, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name
  FROM lectern.duty d
  JOIN lectern.person p ON p.id = d.person
 WHERE d.kind = 'trainer';

CREATE VIEW app.other_trainer AS
SELECT s.id AS session, p.code, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name, nullif(t.organisation, '') AS organisation,
       (SELECT CASE WHEN EXISTS (SELECT FROM app.secret_session x WHERE x.session = o.id) THEN 'another date' ELSE o.title END
          FROM lectern.duty d JOIN lectern.session o ON o.id = d.session AND o.status = 'open'
          JOIN lectern.part q ON q.session = o.id JOIN lectern.part m ON m.session = s.id AND m.starts < q.ends AND m.ends > q.starts
         WHERE d.person = p.id AND d.kind = 'trainer' LIMIT 1) AS busy
  FROM lectern.session s
 CROSS JOIN lectern.trainer t
  JOIN lectern.person p ON p.id = t.person AND p.status = 'active' AND NOT t.retired
 WHERE NOT EXISTS (SELECT FROM lectern.duty d WHERE d.session = s.id AND d.person = p.id AND d.kind = 'trainer');

-- Rooms that a date could go to; hints where one is too small or in use.
CREATE VIEW app.today_room AS
SELECT s.id AS session, v.code AS venue_code, r.code AS room_code, v.code || '/' || r.code AS place, v.name AS venue, r.name AS room, r.capacity,
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

-- What can be done to a date, or to all of a venue and day, each by one fold
-- of the page with one choice and one button.  fold: its name on the page;
-- field: what its choices are called in the form.
CREATE VIEW app.today_act AS
SELECT s.id AS session, 1 AS place, 'cancel' AS fold, 'cancel' AS act, NULL::text AS old, 'Cancel it' AS words, 'reason' AS field,
       'Why? Everyone reads it' AS legend, 'Cancel it and tell ' || s.people_words AS button, true AS warn, false AS asks_link, false AS has_link
  FROM app.today_session s
 UNION ALL
SELECT s.id, 2, 'trainer-' || coalesce(t.code, ''), 'trainer', t.code, coalesce('Replace ' || t.name, 'Say who leads it'), 'new',
       'Who leads it' || CASE WHEN t.code IS NULL THEN '' ELSE ' instead' END || '? They can sign people in at once',
       CASE WHEN t.code IS NULL THEN 'Save and tell everyone' ELSE 'Replace and tell everyone' END, false, false, false
  FROM app.today_session s LEFT JOIN app.today_trainer t ON t.session = s.id
 UNION ALL
SELECT s.id, 3, 'venue', 'venue', NULL, 'Change the venue or room', 'place', 'Where does it take place?', 'Change it and tell everyone', false, false, false
  FROM app.today_session s
 UNION ALL
SELECT s.id, 4, 'online', 'online', NULL, CASE WHEN s.online THEN 'Change the joining link' ELSE 'Hold it online' END, '', NULL,
       'Go online and tell everyone', false, true, s.has_link
  FROM app.today_session s;

CREATE VIEW app.day_act AS
SELECT d.day, d.venue_code, d.venue_name, 1 AS place, d.venue_code || '-cancel' AS fold, 'cancel' AS act, NULL::text AS old, 'Cancel all of these' AS words,
       'reason' AS field, 'Why? Everyone reads it' AS legend, 'Cancel them all and tell everyone' AS button, true AS warn, false AS asks_link, false AS has_link
  FROM app.day_venue d
 UNION ALL
SELECT DISTINCT d.day, d.venue_code, d.venue_name, 2, d.venue_code || '-' || t.code, 'trainer', t.code, 'Replace ' || t.name, 'new',
       'Who leads instead? They can sign people in at once', 'Replace and tell everyone', false, false, false
  FROM app.day_venue d JOIN app.today_part p ON p.day = d.day AND p.venue_code = d.venue_code AND p.open
  JOIN app.today_trainer t ON t.session = p.session
 UNION ALL
SELECT d.day, d.venue_code, d.venue_name, 3, d.venue_code || '-venue', 'venue', NULL, 'Move all of these to another venue', 'place',
       'Where do they take place? Each gets the smallest free room that is large enough', 'Move them all and tell everyone', false, false, false
  FROM app.day_venue d
 UNION ALL
SELECT d.day, d.venue_code, d.venue_name, 4, d.venue_code || '-online', 'online', NULL, 'Hold all of these online', '', NULL,
       'Go online and tell everyone', false, true, true
  FROM app.day_venue d WHERE d.venue_code <> 'ONLINE';

-- The choices of each: hint in a mild or a plain word why not.
CREATE VIEW app.today_option AS
SELECT s.id AS session, 1 AS place, 'cancel' AS fold, r.n::text AS rank, r.code AS value, r.words, NULL::text AS detail, NULL::text AS warning, NULL::text AS bad
  FROM lectern.session s CROSS JOIN app.change_reasons() WITH ORDINALITY AS r (code, words, told, n)
 UNION ALL
SELECT s.id, 2, 'trainer-' || coalesce(t.code, ''), (o.busy IS NOT NULL) || o.name, o.code, o.name, o.organisation, 'leads ' || o.busy, NULL
  FROM lectern.session s LEFT JOIN app.today_trainer t ON t.session = s.id
  JOIN app.other_trainer o ON o.session = s.id
 UNION ALL
SELECT o.session, 3, 'venue', (o.used::int || o.small::int::text || (NOT coalesce(o.same_venue, false))::int || o.venue || to_char(o.capacity, '00000')),
       o.place, o.venue || ', ' || o.room, o.capacity || ' people', CASE WHEN o.small THEN 'too small' END, CASE WHEN o.used THEN 'in use' END
  FROM app.today_room o;

CREATE VIEW app.day_option AS
SELECT d.day, d.venue_code, d.venue_name, 1 AS place, d.venue_code || '-cancel' AS fold, r.n::text AS rank, r.code AS value, r.words,
       NULL::text AS detail, NULL::text AS warning, NULL::text AS bad
  FROM app.day_venue d CROSS JOIN app.change_reasons() WITH ORDINALITY AS r (code, words, told, n)
 WHERE r.code <> 'numbers'
 UNION ALL
SELECT a.day, a.venue_code, a.venue_name, 2, a.fold, (o.busy IS NOT NULL) || o.name, o.code, o.name, o.organisation, 'leads ' || o.busy, NULL
  FROM app.day_act a
 CROSS JOIN LATERAL (
       SELECT x.code, x.name, x.organisation, max(x.busy) AS busy
         FROM app.today_part p JOIN app.other_trainer x ON x.session = p.session
        WHERE p.day = a.day AND p.venue_code = a.venue_code AND p.open
          AND EXISTS (SELECT FROM app.today_trainer t WHERE t.session = p.session AND t.code = a.old)
        GROUP BY x.code, x.name, x.organisation) AS o
 WHERE a.act = 'trainer'
 UNION ALL
SELECT d.day, d.venue_code, d.venue_name, 3, d.venue_code || '-venue', (r.room_for = 0) || v.name, v.code, v.name, nullif(v.town, ''),
       CASE WHEN r.room_for BETWEEN 1 AND r.n - 1 THEN 'room for ' || r.room_for || ' of ' || r.n END, CASE r.room_for WHEN 0 THEN 'no free room' END
  FROM app.day_venue d
  JOIN lectern.venue v ON NOT v.online AND v.code <> d.venue_code
 CROSS JOIN LATERAL (
       SELECT count(DISTINCT p.session) AS n, count(DISTINCT o.session) AS room_for
         FROM app.today_part p
         LEFT JOIN app.today_room o ON o.session = p.session AND o.venue_code = v.code AND NOT o.used AND NOT o.small
        WHERE p.day = d.day AND p.venue_code = d.venue_code AND p.open) AS r;

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
SELECT q.session, q.number, row_number() OVER (PARTITION BY q.session ORDER BY q.number) AS n, q.name, q.starts, q.ends FROM lectern.part q;
