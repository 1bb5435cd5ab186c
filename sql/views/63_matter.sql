-- What else needs a person today, from the rules of booking; and the notes
-- and the checklist of dates.

-- What takes a room or somebody's time, from now on: the days of dates, the
-- hours of their plans, and their workshops.
CREATE VIEW app.occupied AS
SELECT u.session, u.workshop, u.kind, u.thing, u.starts, u.ends,
       CASE WHEN u.workshop IS NULL THEN s.title ELSE w.title || ' (' || s.title || ')' END AS title
  FROM (SELECT q.session, NULL::bigint AS workshop, 'room' AS kind, coalesce(q.room, o.room) AS thing, q.starts, q.ends
          FROM lectern.part q JOIN lectern.session o ON o.id = q.session
         UNION ALL
        SELECT a.session, NULL, 'room', r.id, a.starts, a.ends FROM app.edit_plan a JOIN lectern.room r ON r.code = a.room_code
         UNION ALL
        SELECT w.session, w.id, 'room', w.room, a.starts, a.ends
          FROM lectern.workshop w JOIN app.edit_plan a ON a.session = w.session AND a.slot = w.slot
         UNION ALL
        SELECT d.session, NULL, 'trainer', d.person, q.starts, q.ends
          FROM lectern.duty d JOIN lectern.part q ON q.session = d.session WHERE d.kind = 'trainer'
         UNION ALL
        SELECT w.session, w.id, 'trainer', l.trainer, a.starts, a.ends
          FROM lectern.workshop_lead l JOIN lectern.workshop w ON w.id = l.workshop
          JOIN app.edit_plan a ON a.session = w.session AND a.slot = w.slot) AS u
  JOIN lectern.session s ON s.id = u.session AND s.status <> 'cancelled' AND s.ends > (SELECT lectern.clock())
  LEFT JOIN lectern.workshop w ON w.id = u.workshop
 WHERE u.thing IS NOT NULL;

-- What cannot both be: one trainer, or one room, for two dates or two
-- workshops at one time; and a room that is too small for a day or a workshop.
CREATE VIEW app.desk_conflict AS
SELECT s.slug AS ref, s.id AS session, t.other, s.starts,
       CASE t.kind WHEN 'room' THEN (SELECT m.name FROM lectern.room m WHERE m.id = t.thing) || ' is taken by two '
                   ELSE (SELECT concat_ws(' ', p.first_name, nullif(p.last_name, '')) FROM lectern.person p WHERE p.id = t.thing) || ' is down for two ' END
       || CASE WHEN t.other = t.session THEN 'workshops' ELSE 'dates' END || ' at once: ' || t.titles[1] || ' and ' || t.titles[2] AS words,
       app.span_words(t.at[1], t.at[2]) AS detail
  FROM (SELECT a.session, b.session AS other, a.kind, a.thing,
               (array_agg(a.title ORDER BY a.starts, a.workshop NULLS FIRST, b.workshop NULLS FIRST))[1:1]
               || (array_agg(b.title ORDER BY a.starts, a.workshop NULLS FIRST, b.workshop NULLS FIRST))[1:1] AS titles,
               (array_agg(a.starts ORDER BY a.starts, a.workshop NULLS FIRST, b.workshop NULLS FIRST))[1:1]
               || (array_agg(a.ends ORDER BY a.starts, a.workshop NULLS FIRST, b.workshop NULLS FIRST))[1:1] AS at
          FROM app.occupied a
          JOIN app.occupied b ON b.kind = a.kind AND b.thing = a.thing AND b.starts < a.ends AND a.starts < b.ends
           AND (b.session > a.session OR b.session = a.session AND b.workshop > a.workshop)
         GROUP BY a.session, b.session, a.kind, a.thing, CASE WHEN a.session = b.session THEN a.workshop END, CASE WHEN a.session = b.session THEN b.workshop END) AS t
  JOIN lectern.session s ON s.id = t.session
 UNION ALL
SELECT s.slug, s.id, s.id, s.starts, m.name || ' holds ' || m.capacity || ', and there are ' || u.places || ' places: ' || u.title, app.span_words(u.starts, u.ends)
  FROM (SELECT o.session, o.thing AS room, o.title, min(o.starts) AS starts, max(o.ends) AS ends, max(l.capacity) AS places
          FROM app.occupied o
          JOIN lectern.pool l ON l.session = o.session AND CASE WHEN o.workshop IS NULL THEN l.kind IN ('main', 'in_person') ELSE l.workshop = o.workshop END
         WHERE o.kind = 'room' GROUP BY o.session, o.workshop, o.thing, o.title) AS u
  JOIN lectern.room m ON m.id = u.room AND m.capacity < u.places
  JOIN lectern.session s ON s.id = u.session;

CREATE VIEW app.desk_matter AS
SELECT 1 AS place, min(v.asked) AS since,
       count(*) || CASE count(*) WHEN 1 THEN ' person waits' ELSE ' people wait' END || ' for your agreement: ' || s.title AS words,
       app.span_words(s.starts, s.ends) || '. ' || string_agg(concat_ws(' ', p.first_name, nullif(p.last_name, '')), ', ' ORDER BY v.asked) AS detail,
       '/manage/agreements' AS go_path, 'Decide' AS go_words, min(v.asked) < (SELECT lectern.clock()) - interval '3 days' AS urgent,
       s.id AS session, s.id AS other, s.starts AS due
  FROM (SELECT booking, min(asked) AS asked FROM lectern.approval WHERE state = 'open' AND kind = 'coordinator' GROUP BY booking) AS v
  JOIN lectern.booking b ON b.id = v.booking AND b.state = 'requested'
  JOIN lectern.person p ON p.id = b.person
  JOIN lectern.session s ON s.id = b.session AND s.starts > (SELECT lectern.clock())
 GROUP BY s.id
 UNION ALL
SELECT 1, o.expires, 'The place offered to ' || concat_ws(' ', p.first_name, p.last_name) || ' lapses '
       || CASE WHEN (o.expires AT TIME ZONE 'Europe/London')::date > ((SELECT lectern.clock()) AT TIME ZONE 'Europe/London')::date THEN 'tomorrow' ELSE 'today' END
       || ' at ' || app.clock_words(o.expires) || ': ' || s.title,
       'No answer yet' || coalesce('. Telephone ' || nullif(p.phone, ''), ''), '/manage/bookings/' || b.id, 'See the booking', true, s.id, s.id, o.expires
  FROM lectern.offer o
  JOIN lectern.booking b ON b.id = o.booking AND b.state = 'offered'
  JOIN lectern.person p ON p.id = b.person
  JOIN lectern.session s ON s.id = b.session
 WHERE o.state = 'open' AND o.expires < (SELECT lectern.clock()) + interval '24 hours'
 UNION ALL
SELECT 2, min(g.since), count(*) || CASE count(*) WHEN 1 THEN ' person waits' ELSE ' people wait' END || ' though the rules give them no place: ' || s.title,
       app.span_words(s.starts, s.ends) || '. ' || string_agg(concat_ws(' ', p.first_name, nullif(p.last_name, '')), ', ' ORDER BY b.id),
       '/manage/sessions/' || s.slug || '/queue', 'See the waiting list', s.starts < (SELECT lectern.clock()) + interval '7 days', s.id, s.id, s.starts
  FROM lectern.barring g
  JOIN lectern.booking b ON b.id = g.booking
  JOIN lectern.person p ON p.id = b.person
  JOIN lectern.session s ON s.id = b.session
 WHERE app.barred_words(b.id, s) IS NOT NULL
 GROUP BY s.id
 UNION ALL
SELECT 2, s.starts, count(*) || CASE count(*) WHEN 1 THEN ' need' ELSE ' needs' END || ' to arrange: ' || s.title, app.span_words(s.starts, s.ends),
       '/manage/sessions/' || s.slug || '/needs', 'Arrange', bool_or(s.starts < (SELECT lectern.clock()) + interval '7 days'),
       s.id, s.id, s.starts
  FROM lectern.booking_need n
  JOIN lectern.booking b ON b.id = n.booking AND b.live
  JOIN lectern.session s ON s.id = b.session AND s.status = 'open' AND s.starts > (SELECT lectern.clock())
 WHERE n.state = 'new' AND n.kind = 'access' AND s.starts < (SELECT lectern.clock()) + interval '30 days'
 GROUP BY s.id
 UNION ALL
SELECT 2, d.starts, 'Only ' || d.taken || ' of at least ' || d.min_numbers || ' have a place: ' || d.title, d.starts_words,
       '/manage/sessions/' || d.ref, 'Decide what to do', app.working_days_before(d.starts, r.minimum_days / 2) <= (SELECT lectern.clock()),
       d.session, d.session, d.starts
  FROM app.desk_session d
 CROSS JOIN lectern.rule r
 WHERE d.status = 'open' AND d.later AND d.taken < d.min_numbers
   AND d.starts < (SELECT lectern.clock()) + make_interval(days => 2 * r.minimum_days + 10)
   AND app.working_days_before(d.starts, r.minimum_days) <= (SELECT lectern.clock())
 UNION ALL
SELECT 2, c.starts, c.words, c.detail, '/manage/sessions/' || c.ref, 'See the date', c.starts < (SELECT lectern.clock()) + interval '7 days',
       c.session, c.other, c.starts
  FROM app.desk_conflict c
 UNION ALL
SELECT 3, s.starts, 'Not open for booking yet: ' || s.title, app.span_words(s.starts, s.ends), '/manage/sessions/' || s.slug, 'See the date',
       s.starts < (SELECT lectern.clock()) + interval '28 days', s.id, s.id, s.starts
  FROM lectern.session s
 WHERE s.status = 'draft' AND s.starts > (SELECT lectern.clock())
   AND (s.starts < (SELECT lectern.clock()) + interval '56 days' OR s.booking_opens <= (SELECT lectern.clock()));
COMMENT ON VIEW app.desk_matter IS 'As app.desk_task; due: when what cannot be mended any more happens if nobody acts.';

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
