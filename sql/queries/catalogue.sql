-- programme_list(q text, kinds textarray, levels textarray, deliveries textarray, topic text, from text, to text, free bool, offset int, person int)
-- One page of upcoming sessions under these filters, with the number of all,
-- and whether there may be news to ask for.
-- OFFSET 0: the words are made for the sessions of the page alone.
WITH hit AS (
    SELECT s.id, s.starts,
           count(*) OVER () AS total,
           min(s.starts) OVER () AS first_starts,
           max(s.starts) OVER () AS last_starts
      FROM app.public_session s
     WHERE s.status = 'open'
       AND s.starts > (SELECT lectern.clock())
       AND (:q::text = '' OR s.id IN (SELECT app.programme_search(:q::text)))
       AND (:kinds::text[] = '{}' OR s.kind = ANY (:kinds::text[]))
       AND (:levels::text[] = '{}' OR s.level = ANY (:levels::text[]))
       AND (:deliveries::text[] = '{}' OR s.delivery = ANY (:deliveries::text[]))
       AND (:topic::text = '' OR :topic::text = ANY (s.topics))
       AND (:from::text = '' OR s.starts >= lectern.local_instant(nullif(:from::text, '')::timestamp))
       AND (:to::text = '' OR s.starts < lectern.local_instant(nullif(:to::text, '')::timestamp + interval '1 day'))
       AND (NOT :free::bool OR (SELECT p.free > 0 FROM app.session_places p WHERE p.session = s.id)
                               AND s.booking_opens <= lectern.clock() AND coalesce(s.booking_closes, s.starts) > lectern.clock())
     ORDER BY s.starts, s.id
     LIMIT 25 OFFSET :offset::bigint
)
SELECT l.month, l.heading, l.ref, l.title, l.date_iso, l.weekday, l.day, l.month_short, l.date_words,
       l.time_words, l.more_dates, l.length_words, l.kind_words, l.level_words, l.where_words,
       l.places_words, l.few, l."full", l.closed, l.later, l.cancelled, l.fresh_words,
       CASE b.state WHEN 'confirmed' THEN 'You have a place'
                    WHEN 'waiting' THEN 'You are on the waiting list'
                    WHEN 'requested' THEN 'You have asked for a place'
                    WHEN 'offered' THEN 'A place has come up for you' END AS booked,
       hit.total,
       hit.total || CASE hit.total WHEN 1 THEN ' date' ELSE ' dates' END ||
       CASE WHEN hit.total > 1 THEN
            ' from ' || to_char(hit.first_starts AT TIME ZONE 'Europe/London', 'FMDD FMMonth YYYY') ||
            ' to ' || to_char(hit.last_starts AT TIME ZONE 'Europe/London', 'FMDD FMMonth YYYY')
            ELSE '' END AS count_words,
       (SELECT n.there FROM app.some_news n) AS some_news
  FROM hit
  CROSS JOIN LATERAL (
       SELECT l.month, l.heading, l.ref, l.title, l.date_iso, l.weekday, l.day, l.month_short, l.date_words,
              l.time_words, l.more_dates, l.length_words, l.kind_words, l.level_words, l.where_words,
              l.places_words, l.few, l."full", l.closed, l.later, l.cancelled, l.fresh_words
         FROM app.session_line l
        WHERE l.id = hit.id
       OFFSET 0) AS l
  LEFT JOIN app.my_live_booking b ON b.session = hit.id AND b.person = :person
 ORDER BY hit.starts, hit.id;

-- programme_courses(q text)
-- What a search that finds no date finds all the same.
SELECT e.code, e.title, app.kind_words(e.kind) AS kind_words
  FROM app.public_event e
 WHERE e.id IN (SELECT app.course_search(:q::text))
 ORDER BY e.title
 LIMIT 5;

-- programme_topics(topic text)
-- Subjects of public events, the chosen one marked.
SELECT t AS value, app.topic_words(t) AS label, t = :topic::text AS selected
  FROM (SELECT DISTINCT unnest(e.topics) AS t FROM app.public_event e) AS all_topics
 ORDER BY label;

-- programme_next(person int)
-- The next date of this person, if it is within a week.
SELECT b.number, b.title, b.starts_words, b.where_words, b.today, b.confirmed AS has_ticket
  FROM app.my_booking b
 WHERE b.person = :person AND b.confirmed AND NOT b.past AND NOT b.session_cancelled
   AND b.starts < lectern.clock() + interval '7 days'
 ORDER BY b.starts
 LIMIT 1;

-- session_show(ref text, person int, base text)
-- A public session with all that its page tells, and what this person may do.
-- OFFSET 0: missed is worked out once.
SELECT d.ref, d.full_ref, d.event_code, d.title, d.summary, d.kind_words, d.level_words, d.place_words, d.starts_words,
       d.where_words, d.length_words, d.weekday, d.day, d.month_short, d.date_iso,
       d.virtual, d.in_person, d.venue, d.address, d.postcode, d.map_url, d.room, d.parking, d.catering,
       d.venue_phone, d.closes_words, app.terms_for(:person::bigint, d.id) AS terms_words, d.content_warning, d.theme,
       NULL AS draft, d.cancelled_words, d.cancelled_on, d.replaced_by, d.replaced_words, d.moved_words, d.over,
       d.places_words, d.few, d."full", d.closed, d.later, d.cancelled,
       replace(d.jsonld, '"url": "/', '"url": "' || :base::text || '/') AS json_ld, d.approval,
       d.bookable AND :person > 0 AND b.id IS NULL AND NOT d.has_workshops AND NOT (d.asks_manager AND p.manager_email IS NULL)
           AND coalesce(p.job_title, '') <> '' AS offer_booking,
       d.bookable AND :person > 0 AND b.id IS NULL AND (d.has_workshops OR d.asks_manager AND p.manager_email IS NULL
           OR coalesce(p.job_title, '') = '') AS offer_details,
       d.bookable AND :person = 0 AND NOT g.may AS offer_sign_in, d.bookable AND :person = 0 AND g.may AS offer_guest, d.open_to_public,
       b.id IS NOT NULL AS mine, b.id AS my_number,
       CASE b.state WHEN 'confirmed' THEN 'You have a place'
                    WHEN 'waiting' THEN 'You are on the waiting list'
                    WHEN 'requested' THEN 'You have asked for a place'
                    WHEN 'offered' THEN 'A place has come up for you' END AS my_state_words,
       b.state = 'confirmed' AS my_ticket,
       d.free <= 0 AS joins_waiting, NOT d.bookable AND b.id IS NULL AND NOT d.cancelled AND NOT d.over AS dead_end,
       d.asks_manager OR m.missed AS asks_manager, d.mails_manager OR m.missed AS mails_manager, d.asks_team, m.missed,
       d.mails_manager OR d.asks_team OR m.missed AS asks, d.hybrid,
       w.is_staff_here, w.leads_here, d.has_workshops, d.has_plan
  FROM app.session_detail d
  LEFT JOIN app.my_live_booking b ON b.session = d.id AND b.person = :person
  LEFT JOIN app.booker_of_self p ON p.id = :person
 CROSS JOIN (SELECT :person > 0 AND app.missed_often(:person) AS missed OFFSET 0) AS m
 CROSS JOIN LATERAL (SELECT count(*) > 0 AS is_staff_here, coalesce(bool_or(r.may_search), false) AS leads_here
                       FROM app.door_right(:person, d.ref) AS r WHERE :person > 0) AS w
 CROSS JOIN LATERAL (SELECT d.open_to_public AND NOT d.has_workshops AND NOT EXISTS (SELECT FROM app.session_only o WHERE o.ref = d.ref)
                         AND NOT EXISTS (SELECT FROM app.event_before n WHERE n.event_code = d.event_code) AS may) AS g
 WHERE d.ref = :ref;

-- session_parts(ref text)
-- The dates and times of a public session.
SELECT q.name, app.day_words(q.starts) AS date_words,
       app.clock_words(q.starts) || ' to ' || app.clock_words(q.ends) AS time_words,
       q.room
  FROM app.session_part q
 WHERE q.ref = :ref
 ORDER BY q.number;

-- session_trainers(ref text)
-- Who leads it.
SELECT t.name, t.organisation FROM app.session_trainer t WHERE t.ref = :ref ORDER BY t.position, t.name;

-- session_access(ref text)
-- What the venue says about getting in.
SELECT a.words FROM app.session_access a WHERE a.ref = :ref ORDER BY a.position;

-- session_modes(ref text, mode text)
-- The ways to take part in a hybrid session, with what is left of each.
SELECT m.value, m.label, m.hint, m.value = :mode::text AS checked
  FROM app.session_mode m WHERE m.ref = :ref ORDER BY m.value;

-- event_show(code text, base text)
-- A public event.
SELECT d.code, d.title, d.summary, d.kind_words, d.level_words, d.level_means, d.length_words, d.delivery_words,
       d.refresher_words, d.school_words, d.public_words, d.attend_words, d.late_words, d.certificate_words, d.content_warning,
       replace(d.jsonld, '"url": "/', '"url": "' || :base::text || '/') AS json_ld, d.rating_words
  FROM app.event_detail d
 WHERE d.code = :code;

-- event_outcomes(code text)
-- What people will be able to do.
SELECT o.words FROM app.public_event e, unnest(e.outcomes) WITH ORDINALITY AS o(words, n)
 WHERE e.code = :code ORDER BY o.n;

-- event_audience(code text)
-- Who it is for.
SELECT o.words FROM app.public_event e, unnest(e.audience) WITH ORDINALITY AS o(words, n)
 WHERE e.code = :code ORDER BY o.n;

-- event_dates(code text, but text, person int)
-- The coming dates of an event, but for one.
SELECT l.month, l.heading, l.ref, l.title, l.date_iso, l.weekday, l.day, l.month_short, l.date_words, l.starts_words,
       l.time_words, l.more_dates, l.length_words, l.kind_words, l.level_words, l.where_words,
       l.places_words, l.few, l."full", l.closed, l.later, l.cancelled, l.fresh_words,
       CASE b.state WHEN 'confirmed' THEN 'You have a place'
                    WHEN 'waiting' THEN 'You are on the waiting list' END AS booked
  FROM app.session_line l
  LEFT JOIN app.my_live_booking b ON b.session = l.id AND b.person = :person
 WHERE l.event_code = :code AND l.ref <> :but::text AND l.status = 'open' AND l.starts > lectern.clock()
 ORDER BY l.starts;

-- programme_json(base text)
-- The public programme as one schema.org document.
SELECT replace(jsonb_build_object('@context', 'https://schema.org', '@type', 'ItemList',
           'itemListElement', coalesce(jsonb_agg(j.schema_event ORDER BY j.starts), '[]'))::text,
           '"url": "/', '"url": "' || :base::text || '/') AS document
  FROM app.session_detail j
 WHERE j.status = 'open' AND j.ends > lectern.clock();

-- programme_calendar()
-- Every part of every public session to come, for a calendar.
SELECT q.ref, q.number, q.starts_epoch, q.ends_epoch, q.title, q.place, q.summary, q.sequence, q.cancelled
  FROM app.calendar_part q
 WHERE q.ends > lectern.clock()
 ORDER BY q.starts;

-- session_calendar(ref text)
-- The parts of one public session, for a calendar.
SELECT q.ref, q.number, q.starts_epoch, q.ends_epoch, q.title, q.place, q.summary, q.sequence, q.cancelled
  FROM app.calendar_part q
 WHERE q.ref = :ref
 ORDER BY q.number;
