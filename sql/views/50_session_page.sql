-- What the pages of a session and an event tell.

CREATE VIEW app.session_detail AS
SELECT l.id, l.ref, l.full_ref, l.event_code, l.title, l.summary, l.kind_words, l.starts, l.ends, l.status, l.level_words, l.starts_words,
       l.where_words, l.length_words, l.weekday, l.day, l.month_short, l.date_iso, l.free,
       l.places_words, l.few, l."full", l.closed, l.later, l.cancelled, l.over,
       CASE l.capacity WHEN 1 THEN '1 place in all' ELSE l.capacity || ' places in all' END ||
           coalesce((SELECT ': ' || sum(k.capacity) FILTER (WHERE k.kind = 'in_person') || ' in the room, ' ||
                            sum(k.capacity) FILTER (WHERE k.kind = 'virtual') || ' online'
                       FROM lectern.pool k WHERE k.session = l.id), '') AS place_words,
       l.delivery IN ('virtual', 'hybrid') AS virtual,
       l.delivery IN ('in_person', 'hybrid') AS in_person,
       l.delivery = 'hybrid' AS hybrid,
       v.name AS venue, v.address, v.postcode,
       'https://www.openstreetmap.org/search?query=' ||
           replace(replace(v.postcode, ' ', '+'), '&', '%26') AS map_url,
       r.name AS room, nullif(v.parking, '') AS parking, nullif(v.catering, '') AS catering,
       nullif(v.phone, '') AS venue_phone,
       CASE WHEN l.state IN ('free', 'full') THEN app.moment_words(l.booking_closes) END AS closes_words,
       CASE WHEN l.content_warning THEN 'This course deals with abuse in some detail. You can step out at any time, and someone will be there to talk to.' END AS content_warning,
       nullif(l.theme, '') AS theme,
       CASE WHEN l.cancelled THEN coalesce(l.cancel_reason, '') END AS cancelled_words, app.day_words(l.cancelled_at) AS cancelled_on,
       n.slug AS replaced_by, app.span_words(n.starts, n.ends) AS replaced_words,
       CASE WHEN cardinality(l.earlier_dates) > 0 THEN 'from ' ||
            to_char(l.earlier_dates[cardinality(l.earlier_dates)], 'FMDay FMDD FMMonth YYYY') END AS moved_words,
       EXISTS (SELECT FROM lectern.pool k WHERE k.session = l.id AND k.kind = 'workshop') AS has_workshops,
       l.agenda <> '[]' OR l.streams <> '[]' AS has_plan,
       l.approval, l.open_to_public,
       app.by_word(l.approval) OR app.by_manager(l.approval) AS asks_manager,
       app.by_manager(l.approval) AS mails_manager, app.by_team(l.approval) AS asks_team,
       l.state = 'free' OR l.state = 'full' AND l.waiting < coalesce(l.waiting_limit, 0) AS bookable,
       j.schema_event,
       replace((jsonb_build_object('@context', 'https://schema.org') || j.schema_event)::text, '<', '\u003c') AS jsonld
  FROM app.session_line l
  LEFT JOIN lectern.venue v ON v.id = l.venue
  LEFT JOIN lectern.room r ON r.id = l.room
  LEFT JOIN app.public_session n ON n.id = l.replaced_by
 CROSS JOIN LATERAL (SELECT jsonb_strip_nulls(jsonb_build_object(
                  '@type', CASE l.kind WHEN 'course' THEN 'EducationEvent' ELSE 'BusinessEvent' END,
                  'name', l.title,
                  'identifier', l.full_ref,
                  'url', '/sessions/' || l.ref,
                  'description', l.summary,
                  'startDate', to_char(l.starts AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                  'endDate', to_char(l.ends AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                  'eventStatus', CASE l.status WHEN 'cancelled' THEN 'https://schema.org/EventCancelled'
                                               ELSE 'https://schema.org/EventScheduled' END,
                  'eventAttendanceMode', CASE l.delivery WHEN 'virtual' THEN 'https://schema.org/OnlineEventAttendanceMode'
                                                         WHEN 'hybrid' THEN 'https://schema.org/MixedEventAttendanceMode'
                                                         ELSE 'https://schema.org/OfflineEventAttendanceMode' END,
                  'location', CASE WHEN l.delivery = 'virtual'
                                   THEN jsonb_build_object('@type', 'VirtualLocation', 'url', '/sessions/' || l.ref)
                                   ELSE jsonb_build_object('@type', 'Place', 'name', v.name, 'address',
                                        jsonb_build_object('@type', 'PostalAddress', 'streetAddress', v.address,
                                                           'addressLocality', v.town, 'postalCode', v.postcode,
                                                           'addressCountry', 'GB')) END,
                  'maximumAttendeeCapacity', l.capacity,
                  'remainingAttendeeCapacity', greatest(l.free, 0),
                  'educationalLevel', l.level_words,
                  'inLanguage', 'en-GB')) AS schema_event) AS j;
COMMENT ON VIEW app.session_detail IS 'All that the page of a public session tells.';
COMMENT ON COLUMN app.session_detail.schema_event IS 'A schema.org Event; its addresses are relative to the base URL.';

CREATE VIEW app.session_part AS
SELECT s.slug AS ref, s.id AS session, q.number, q.name, q.starts, q.ends,
       CASE WHEN s.delivery <> 'virtual' THEN r.name END AS room
  FROM app.public_session s
  JOIN lectern.part q ON q.session = s.id
  LEFT JOIN lectern.room r ON r.id = coalesce(q.room, s.room);

CREATE VIEW app.session_trainer AS
SELECT s.slug AS ref, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name, t.organisation, d.position
  FROM app.public_session s
  JOIN lectern.duty d ON d.session = s.id AND d.listed
  JOIN lectern.person p ON p.id = d.person
  LEFT JOIN lectern.trainer t ON t.person = p.id;

CREATE VIEW app.session_access AS
SELECT s.slug AS ref, a.words, a.position
  FROM app.public_session s
  JOIN lectern.venue v ON v.id = s.venue
 CROSS JOIN unnest(v.access) WITH ORDINALITY AS a(words, position);

CREATE VIEW app.session_mode AS
SELECT s.slug AS ref, p.kind AS value,
       CASE p.kind WHEN 'virtual' THEN 'Online' ELSE 'In the room' END AS label,
       CASE WHEN p.taken < p.capacity AND p.waiting = 0 THEN p.capacity - p.taken || ' left'
            WHEN p.waiting < coalesce(s.waiting_limit, 0) THEN 'waiting list'
            ELSE 'full' END AS hint
  FROM app.public_session s
  JOIN lectern.pool p ON p.session = s.id
 WHERE p.kind IN ('in_person', 'virtual');

CREATE VIEW app.event_before AS
SELECT e.code AS event_code, n.code, n.title, n.title AS words, q.requires, q.within_months,
       CASE WHEN q.within_months % 12 = 0 THEN 'in the last ' || CASE q.within_months WHEN 12 THEN 'year' ELSE q.within_months / 12 || ' years' END
            WHEN q.within_months IS NOT NULL THEN 'in the last ' || q.within_months || ' months' END AS within_words,
       q.equivalents, nullif(array_to_string(q.equivalents, ' or '), '') AS equal_words
  FROM app.public_event e
  JOIN lectern.event_prerequisite q ON q.event = e.id
  JOIN app.public_event n ON n.id = q.requires;

CREATE VIEW app.event_detail AS
SELECT e.id, e.code, e.title, e.summary,
       app.kind_words(e.kind) AS kind_words, app.level_words(e.level) AS level_words, app.level_means(e.level) AS level_means,
       app.length_words(e.minutes, e.duration) AS length_words,
       CASE WHEN 'hybrid' = ANY (e.delivery) OR e.delivery @> ARRAY['in_person', 'virtual'] THEN 'In a room or online'
            WHEN 'virtual' = ANY (e.delivery) THEN 'Online'
            ELSE 'In a room' END AS delivery_words,
       CASE WHEN e.refresher_months IS NULL THEN NULL
            WHEN e.refresher_months % 12 = 0 THEN 'Refresher suggested after ' || e.refresher_months / 12 ||
                 CASE e.refresher_months WHEN 12 THEN ' year' ELSE ' years' END
            ELSE 'Refresher suggested after ' || e.refresher_months || ' months' END AS refresher_words,
       CASE WHEN e.content_warning THEN 'This course deals with abuse in some detail. You can step out at any time, and someone will be there to talk to.' END AS content_warning,
       CASE WHEN a.n >= 5 AND NOT e.from_a_review THEN
            a.n || ' people rated how well it fits their work: ' || to_char(a.mean, 'FM0.0') || ' out of 5 on average' END AS rating_words,
       CASE WHEN e.school_focused THEN 'Made for people who work in schools' END AS school_words,
       CASE WHEN e.open_to_public THEN 'Open to everyone: parents, carers and community leaders need no account' END AS public_words,
       CASE WHEN e.full_attendance THEN 'You need to be there for all of it.' END AS attend_words,
       CASE WHEN e.late_grace IS NOT NULL THEN 'Please be in time: who comes more than ' || e.late_grace ||
            ' minutes late has not attended all of it.' END AS late_words,
       CASE WHEN (e.certificate ->> 'issued')::boolean THEN 'A certificate of attendance when you have been ' ||
            coalesce((SELECT string_agg(c.words, ', and ' ORDER BY c.n)
                        FROM jsonb_array_elements_text(e.certificate -> 'conditions') WITH ORDINALITY AS c (words, n)), 'there') END AS certificate_words,
       replace(jsonb_build_object(
           '@context', 'https://schema.org', '@type', 'Course', 'name', e.title, 'description', e.summary,
           'courseCode', e.code, 'url', '/events/' || e.code, 'educationalLevel', app.level_words(e.level),
           'teaches', to_jsonb(e.outcomes), 'inLanguage', 'en-GB')::text, '<', '\u003c') AS jsonld
  FROM app.public_event e
 CROSS JOIN LATERAL (
       SELECT count(w.number) AS n, avg(w.number) AS mean
         FROM lectern.session s
         JOIN lectern.response r ON r.session = s.id
         JOIN lectern.answer w ON w.response = r.id
         JOIN lectern.question q ON q.id = w.question AND q.code IN ('post_relevant', 'sh_useful')
        WHERE s.event = e.id) AS a;
COMMENT ON COLUMN app.event_detail.rating_words IS 'What others said: five answers or more, and never on review learning.';

CREATE VIEW app.calendar_part AS
SELECT s.slug AS ref, q.number, q.starts, q.ends,
       extract(epoch FROM q.starts)::bigint AS starts_epoch,
       extract(epoch FROM q.ends)::bigint AS ends_epoch,
       CASE WHEN count(*) OVER (PARTITION BY s.id) > 1 THEN s.title || ' – ' || q.name ELSE s.title END AS title,
       app.place_words(s.id) AS place, s.summary, s.sequence, s.status = 'cancelled' AS cancelled
  FROM app.public_session s
  JOIN lectern.part q ON q.session = s.id;
COMMENT ON VIEW app.calendar_part IS 'Parts of public sessions as calendar entries; never the joining link.';
