-- Conferences: the day's plan, its rounds of workshops, and who chose what.

CREATE VIEW app.round AS
SELECT w.session, w.slot, (a.entry ->> 'starts')::timestamptz AS starts, (a.entry ->> 'ends')::timestamptz AS ends,
       coalesce(a.entry ->> 'title', w.slot) AS title,
       row_number() OVER (PARTITION BY w.session ORDER BY a.n, w.slot)::int AS number
  FROM (SELECT DISTINCT k.session, k.slot FROM lectern.workshop k) AS w
  JOIN lectern.session s ON s.id = w.session
  LEFT JOIN LATERAL (SELECT t.entry, t.n FROM jsonb_array_elements(s.agenda) WITH ORDINALITY AS t (entry, n)
                      WHERE t.entry ->> 'slot' = w.slot LIMIT 1) AS a ON true;
COMMENT ON VIEW app.round IS 'Rounds of workshops of a session, in order; a round that the agenda does not name has no times.';

CREATE VIEW app.agenda_line AS
SELECT s.id AS session, s.slug AS ref, a.n AS number, a.entry ->> 'slot' AS slot, a.entry ->> 'title' AS title,
       app.clock_words((a.entry ->> 'starts')::timestamptz) || ' to ' || app.clock_words((a.entry ->> 'ends')::timestamptz) AS time_words,
       (a.entry ->> 'starts')::timestamptz AS starts, (a.entry ->> 'ends')::timestamptz AS ends,
       a.entry ->> 'type' AS type, r.name AS room
  FROM app.public_session s
 CROSS JOIN jsonb_array_elements(s.agenda) WITH ORDINALITY AS a (entry, n)
  LEFT JOIN lectern.room r ON r.code = a.entry ->> 'room_code';

CREATE VIEW app.stream AS
SELECT s.id AS session, s.slug AS ref, a.n AS number, a.entry ->> 'code' AS code, a.entry ->> 'title' AS title,
       a.entry ->> 'colour_name' AS colour
  FROM app.public_session s
 CROSS JOIN jsonb_array_elements(s.streams) WITH ORDINALITY AS a (entry, n);

CREATE VIEW app.workshop_line AS
SELECT w.id, s.id AS session, s.slug AS ref, w.code, w.slot, d.number AS round, w.title, w.stream AS stream_code, t.title AS stream,
       r.name AS room, app.steps_words(w.room) AS steps,
       (SELECT string_agg(concat_ws(' ', p.first_name, nullif(p.last_name, '')), ' and ' ORDER BY g.code)
          FROM lectern.workshop_lead l
          JOIN lectern.trainer g ON g.person = l.trainer
          JOIN lectern.person p ON p.id = g.person
         WHERE l.workshop = w.id) AS led_by,
       q.title AS repeats,
       l.capacity, l.taken, l.waiting,
       l.taken >= l.capacity AS "full", w.waiting AS keeps_list,
       CASE WHEN l.taken < l.capacity THEN l.capacity - l.taken || CASE l.capacity - l.taken WHEN 1 THEN ' place left' ELSE ' places left' END
            WHEN l.waiting = 0 THEN 'full'
            ELSE 'full, ' || l.waiting || ' waiting' END AS places_words
  FROM lectern.workshop w
  JOIN app.public_session s ON s.id = w.session
  JOIN app.round d ON d.session = w.session AND d.slot = w.slot
  JOIN lectern.pool l ON l.workshop = w.id
  LEFT JOIN lectern.room r ON r.id = w.room
  LEFT JOIN lectern.workshop q ON q.session = w.session AND q.code = w.repeat_of
  LEFT JOIN app.stream t ON t.session = w.session AND t.code = w.stream;

CREATE VIEW app.my_choice AS
SELECT b.id AS number, b.person, c.id AS choice, c.workshop, c.slot, c.state, c.preferred,
       w.code, w.title, w.round, w.stream, w.room, w.led_by,
       d.title AS round_title, d.starts, d.ends,
       app.clock_words(d.starts) || ' to ' || app.clock_words(d.ends) AS time_words,
       CASE WHEN n.access <> '' THEN w.steps END AS steps_warning,
       CASE c.state WHEN 'waiting' THEN
            (SELECT count(*) FROM lectern.choice q WHERE q.workshop = c.workshop AND q.state = 'waiting' AND q.id <= c.id) END AS waiting_number
  FROM lectern.choice c
  JOIN lectern.booking b ON b.id = c.booking
  JOIN app.workshop_line w ON w.id = c.workshop
  JOIN app.round d ON d.session = b.session AND d.slot = c.slot
  LEFT JOIN lectern.need n ON n.person = b.person
 WHERE c.state <> 'ended';
COMMENT ON VIEW app.my_choice IS 'Workshops that a booking has or waits for; every statement that reads it names the person.';

CREATE VIEW app.my_open_round AS
SELECT b.id AS number, b.person, d.number AS round, d.title
  FROM lectern.booking b
  JOIN app.round d ON d.session = b.session
 WHERE b.state IN ('confirmed', 'offered')
   AND NOT EXISTS (SELECT FROM lectern.choice c
                     LEFT JOIN app.round o ON o.session = b.session AND o.slot = c.slot
                    WHERE c.booking = b.id AND c.state = 'chosen'
                      AND (o.slot = d.slot OR o.starts < d.ends AND d.starts < o.ends));
COMMENT ON VIEW app.my_open_round IS 'Rounds in which a booking with a place has no workshop, nor one at the same time.';

-- The plan of a date, an hour a row; part: the day of the date that it is on.
CREATE VIEW app.edit_plan AS
SELECT s.id AS session, s.slug AS ref, a.n AS number, a.entry ->> 'slot' AS slot, a.entry ->> 'title' AS title,
       (a.entry ->> 'starts')::timestamptz AS starts, (a.entry ->> 'ends')::timestamptz AS ends,
       app.clock_words((a.entry ->> 'starts')::timestamptz) || ' to ' || app.clock_words((a.entry ->> 'ends')::timestamptz) AS time_words,
       a.entry ->> 'room_code' AS room_code, r.name AS room, coalesce(a.entry ->> 'type', '') = 'workshop_round' AS round,
       coalesce((a.entry ->> 'version')::int, 1) AS version,
       (SELECT q.number FROM lectern.part q WHERE q.session = s.id
         ORDER BY (q.starts AT TIME ZONE 'Europe/London')::date = ((a.entry ->> 'starts')::timestamptz AT TIME ZONE 'Europe/London')::date DESC, q.number LIMIT 1) AS part
  FROM lectern.session s
 CROSS JOIN jsonb_array_elements(s.agenda) WITH ORDINALITY AS a (entry, n)
  LEFT JOIN lectern.room r ON r.code = a.entry ->> 'room_code';
