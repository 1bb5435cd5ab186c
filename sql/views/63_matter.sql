-- What else needs a person today, from the rules of booking; and the notes
-- and the checklist of dates.

-- Two dates that cannot both be: one trainer, or one room, at one time; and
-- a room that is too small.
CREATE VIEW app.desk_conflict AS
SELECT s.slug AS ref, s.id AS session, o.id AS other, s.starts, concat_ws(' ', p.first_name, p.last_name) || ' is down for two dates at once: ' || s.title || ' and ' || o.title AS words,
       app.span_words(q.starts, q.ends) AS detail
  FROM lectern.duty d
  JOIN lectern.duty c ON c.person = d.person AND c.session > d.session AND c.kind = 'trainer'
  JOIN lectern.session s ON s.id = d.session AND s.status <> 'cancelled' AND s.ends > lectern.clock()
  JOIN lectern.session o ON o.id = c.session AND o.status <> 'cancelled' AND o.ends > lectern.clock()
  JOIN lectern.part q ON q.session = s.id
  JOIN lectern.part r ON r.session = o.id AND r.starts < q.ends AND q.starts < r.ends
  JOIN lectern.person p ON p.id = d.person
 WHERE d.kind = 'trainer'
 UNION ALL
SELECT s.slug, s.id, o.id, s.starts, m.name || ' is taken by two dates at once: ' || s.title || ' and ' || o.title, app.span_words(q.starts, q.ends)
  FROM lectern.session s
  JOIN lectern.session o ON o.room = s.room AND o.id > s.id AND o.status <> 'cancelled' AND o.ends > lectern.clock()
  JOIN lectern.part q ON q.session = s.id
  JOIN lectern.part r ON r.session = o.id AND r.starts < q.ends AND q.starts < r.ends
  JOIN lectern.room m ON m.id = s.room
 WHERE s.status <> 'cancelled' AND s.ends > lectern.clock()
 UNION ALL
SELECT s.slug, s.id, s.id, s.starts, m.name || ' holds ' || m.capacity || ', and there are ' || l.capacity || ' places: ' || s.title, app.span_words(s.starts, s.ends)
  FROM lectern.session s
  JOIN lectern.room m ON m.id = s.room
  JOIN lectern.pool l ON l.session = s.id AND l.kind IN ('main', 'in_person') AND l.capacity > m.capacity
 WHERE s.status <> 'cancelled' AND s.ends > lectern.clock();

CREATE VIEW app.desk_matter AS
SELECT 1 AS place, min(v.asked) AS since,
       count(*) || CASE count(*) WHEN 1 THEN ' person waits' ELSE ' people wait' END || ' for your agreement: ' || s.title AS words,
       app.span_words(s.starts, s.ends) || '. ' || string_agg(concat_ws(' ', p.first_name, p.last_name), ', ' ORDER BY v.asked) AS detail,
       '/manage/agreements' AS go_path, 'Decide' AS go_words, min(v.asked) < lectern.clock() - interval '3 days' AS urgent,
       s.id AS session, s.id AS other
  FROM lectern.approval v
  JOIN lectern.booking b ON b.id = v.booking AND b.state = 'requested'
  JOIN lectern.person p ON p.id = b.person
  JOIN lectern.session s ON s.id = b.session AND s.starts > lectern.clock()
 WHERE v.state = 'open' AND v.kind = 'coordinator'
 GROUP BY s.id
 UNION ALL
SELECT 1, o.expires, 'The place offered to ' || concat_ws(' ', p.first_name, p.last_name) || ' lapses '
       || CASE WHEN (o.expires AT TIME ZONE 'Europe/London')::date > (lectern.clock() AT TIME ZONE 'Europe/London')::date THEN 'tomorrow' ELSE 'today' END
       || ' at ' || app.clock_words(o.expires) || ': ' || s.title,
       'No answer yet' || coalesce('. Telephone ' || nullif(p.phone, ''), ''), '/manage/bookings/' || b.id, 'See the booking', true, s.id, s.id
  FROM lectern.offer o
  JOIN lectern.booking b ON b.id = o.booking AND b.state = 'offered'
  JOIN lectern.person p ON p.id = b.person
  JOIN lectern.session s ON s.id = b.session
 WHERE o.state = 'open' AND o.expires < lectern.clock() + interval '24 hours'
 UNION ALL
SELECT 2, s.starts, count(*) || CASE count(*) WHEN 1 THEN ' need' ELSE ' needs' END || ' to arrange: ' || s.title, app.span_words(s.starts, s.ends),
       '/manage/sessions/' || s.slug || '/needs', 'Arrange', bool_or(s.starts < lectern.clock() + interval '7 days'),
       s.id, s.id
  FROM lectern.booking_need n
  JOIN lectern.booking b ON b.id = n.booking AND b.live
  JOIN lectern.session s ON s.id = b.session AND s.status = 'open' AND s.starts > lectern.clock()
 WHERE n.state = 'new' AND n.kind = 'access' AND s.starts < lectern.clock() + interval '30 days'
 GROUP BY s.id
 UNION ALL
SELECT 2, d.starts, 'Only ' || d.taken || ' of at least ' || d.min_numbers || ' have a place: ' || d.title, d.starts_words,
       '/manage/sessions/' || d.ref, 'Decide what to do', app.working_days_before(d.starts, r.minimum_days / 2) <= lectern.clock(),
       d.session, d.session
  FROM app.desk_session d
 CROSS JOIN lectern.rule r
 WHERE d.status = 'open' AND d.later AND d.taken < d.min_numbers
   AND d.starts < lectern.clock() + make_interval(days => 2 * r.minimum_days + 10)
   AND app.working_days_before(d.starts, r.minimum_days) <= lectern.clock()
 UNION ALL
SELECT 2, c.starts, c.words, c.detail, '/manage/sessions/' || c.ref, 'See the date', c.starts < lectern.clock() + interval '7 days',
       c.session, c.other
  FROM app.desk_conflict c
 UNION ALL
SELECT 3, s.starts, 'Not open for booking yet: ' || s.title, app.span_words(s.starts, s.ends), '/manage/sessions/' || s.slug, 'See the date',
       s.starts < lectern.clock() + interval '28 days', s.id, s.id
  FROM lectern.session s
 WHERE s.status = 'draft' AND s.starts > lectern.clock()
   AND (s.starts < lectern.clock() + interval '56 days' OR s.booking_opens <= lectern.clock());
COMMENT ON VIEW app.desk_matter IS 'As app.desk_task; place 1 is what cannot wait, 2 this week, 3 when there is time.';

CREATE VIEW app.panel_note AS
SELECT n.session, n.id, n.words, app.moment_words(n.at) AS at_words, concat_ws(' ', p.first_name, p.last_name) AS who
  FROM lectern.session_note n
  JOIN lectern.person p ON p.id = n.by;

CREATE VIEW app.panel_check AS
SELECT s.id AS session, i.id AS item, i.words, i.position, c.item IS NOT NULL AS done,
       app.day_words(c.at) || ', ' || concat_ws(' ', p.first_name, p.last_name) AS done_words,
       CASE WHEN i.days IS NOT NULL THEN app.working_days_before(CASE WHEN i.days < 0 THEN s.ends ELSE s.starts END, i.days) END AS by,
       CASE WHEN i.days IS NOT NULL THEN 'by ' || app.day_words(app.working_days_before(CASE WHEN i.days < 0 THEN s.ends ELSE s.starts END, i.days)) END AS by_words
  FROM lectern.session s
  JOIN lectern.check_item i ON (i.session = s.id OR i.session IS NULL)
   AND (i.delivery IS NULL OR s.delivery = 'hybrid' OR (s.delivery = 'virtual') = (i.delivery = 'online'))
  LEFT JOIN lectern.checked c ON c.session = s.id AND c.item = i.id
  LEFT JOIN lectern.person p ON p.id = c.by
 WHERE i.session = s.id OR c.item IS NOT NULL OR NOT i.retired AND i.made < s.ends;
