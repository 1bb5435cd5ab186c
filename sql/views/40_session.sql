-- Sessions as people read them: one row of words for lists and pages.

CREATE VIEW app.session_places AS
SELECT p.session,
       sum(p.capacity)::int AS capacity,
       sum(p.taken)::int AS taken,
       sum(p.waiting)::int AS waiting,
       sum(p.capacity - p.taken)::int AS free
  FROM lectern.pool p
 WHERE p.kind <> 'workshop'
 GROUP BY p.session;
COMMENT ON VIEW app.session_places IS 'Places of a session.  One that is free while people wait is kept from them: for another group, or by their agency''s cap.';

-- OFFSET 0 keeps a subquery together, so that the time is asked for once and
-- the state worked out once a row.
CREATE VIEW app.session_line AS
SELECT s.id, s.slug AS ref, s.ref AS full_ref, s.title, s.theme, s.event, s.event_code, s.kind, s.level,
       s.delivery, s.status, s.starts, s.ends, s.summary, s.venue, s.room, s.approval, s.waiting_limit,
       s.booking_closes, s.free_until, s.cancel_reason, s.cancelled AS cancelled_at, s.replaced_by, s.earlier_dates, s.content_warning, s.open_to_public, s.agenda, s.streams,
       w.month, w.heading, w.date_iso, w.weekday, w.day, w.month_short,
       app.day_words(s.starts) AS date_words,
       app.clock_words(s.starts) || ' to ' || app.clock_words(
           CASE WHEN n.parts > 1 THEN n.first_ends ELSE s.ends END) AS time_words,
       app.span_words(s.starts, n.first_ends) AS starts_words,
       n.more_dates,
       app.length_words(s.minutes, s.duration) AS length_words,
       app.kind_words(s.kind) AS kind_words,
       app.level_words(s.level) AS level_words,
       CASE s.delivery WHEN 'virtual' THEN 'Online'
                       WHEN 'hybrid' THEN v.town || ' or online'
                       ELSE v.town END AS where_words,
       p.capacity, p.taken, p.waiting, p.free,
       st.state,
       st.state = 'free' AND p.free <= 5 AS few,
       st.state = 'full' AS "full",
       st.state IN ('closed', 'over') AS closed,
       st.state = 'later' AS later,
       s.status = 'cancelled' AS cancelled,
       st.state = 'over' AS over,
       CASE st.state
       WHEN 'cancelled' THEN 'Cancelled'
       WHEN 'over' THEN 'This date is over'
       WHEN 'later' THEN 'Booking opens ' || to_char(s.booking_opens AT TIME ZONE 'Europe/London', 'FMDD FMMonth')
       WHEN 'closed' THEN 'Booking has closed'
       WHEN 'free' THEN CASE WHEN p.room IS NULL OR p.online IS NULL THEN p.free || CASE p.free WHEN 1 THEN ' place left' ELSE ' places left' END
                             WHEN p.room <= 0 THEN 'Room full, ' || p.online || ' left online'
                             WHEN p.online <= 0 THEN p.room || ' left in the room, online full'
                             ELSE p.room || ' left in the room, ' || p.online || ' online' END
       ELSE CASE WHEN coalesce(s.waiting_limit, 0) = 0 THEN 'Full – no waiting list'
                 WHEN p.waiting >= s.waiting_limit THEN 'Full – the waiting list is full'
                 WHEN p.waiting = 0 THEN 'Full – you can join the waiting list'
                 ELSE 'Full – ' || p.waiting || ' waiting' END
       END AS places_words,
       CASE WHEN s.status = 'cancelled' OR st.state = 'over' THEN NULL
            WHEN w.local_day = w.today THEN 'Today'
            WHEN w.local_day = w.today + 1 THEN 'Tomorrow'
            WHEN cardinality(s.earlier_dates) > 0 THEN 'Moved from ' ||
                 to_char(s.earlier_dates[cardinality(s.earlier_dates)], 'FMDD FMMonth')
            WHEN s.booking_opens > c.now - interval '14 days'
                 AND s.booking_opens <= c.now THEN 'New'
            END AS fresh_words
  FROM app.public_session s
 CROSS JOIN (SELECT (SELECT lectern.clock()) AS now OFFSET 0) AS c
 CROSS JOIN LATERAL (
       SELECT sum(l.capacity)::int AS capacity,
              sum(l.taken)::int AS taken,
              sum(l.waiting)::int AS waiting,
              sum(l.capacity - l.taken)::int AS free,
              sum(l.capacity - l.taken) FILTER (WHERE l.kind = 'in_person') AS room,
              sum(l.capacity - l.taken) FILTER (WHERE l.kind = 'virtual') AS online
         FROM lectern.pool l
        WHERE l.session = s.id AND l.kind <> 'workshop') AS p
  LEFT JOIN lectern.venue v ON v.id = s.venue
 CROSS JOIN LATERAL (
       SELECT (s.starts AT TIME ZONE 'Europe/London')::date AS local_day,
              (c.now AT TIME ZONE 'Europe/London')::date AS today,
              to_char(s.starts AT TIME ZONE 'Europe/London', 'YYYY-MM') AS month,
              to_char(s.starts AT TIME ZONE 'Europe/London', 'FMMonth YYYY') AS heading,
              to_char(s.starts AT TIME ZONE 'Europe/London', 'YYYY-MM-DD"T"HH24:MI') AS date_iso,
              to_char(s.starts AT TIME ZONE 'Europe/London', 'Dy') AS weekday,
              to_char(s.starts AT TIME ZONE 'Europe/London', 'FMDD') AS day,
              to_char(s.starts AT TIME ZONE 'Europe/London', 'Mon') AS month_short) AS w
 CROSS JOIN LATERAL (
       SELECT count(*) AS parts,
              min(q.ends) AS first_ends,
              'and ' || string_agg(to_char(q.starts AT TIME ZONE 'Europe/London', 'FMDD FMMonth'), ', ' ORDER BY q.number)
                        FILTER (WHERE q.number > 1) AS more_dates
         FROM lectern.part q WHERE q.session = s.id) AS n
 CROSS JOIN LATERAL (
       SELECT CASE WHEN s.status = 'cancelled' THEN 'cancelled'
                   WHEN s.ends <= c.now THEN 'over'
                   WHEN s.booking_opens > c.now THEN 'later'
                   WHEN coalesce(s.booking_closes, s.starts) <= c.now THEN 'closed'
                   WHEN p.free > 0 THEN 'free'
                   ELSE 'full' END AS state
       OFFSET 0) AS st;
COMMENT ON VIEW app.session_line IS 'A public session in the words of lists; ref is the form used in addresses.';
