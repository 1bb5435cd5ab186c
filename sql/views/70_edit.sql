-- What the desk's forms hold: a view a form, a column a field.

CREATE VIEW app.edit_venue AS
SELECT v.id, v.code, v.name, v.town, v.address, v.postcode, v.access, v.parking, v.catering, v.phone, v.online, v.version
  FROM lectern.venue v;

CREATE VIEW app.edit_room AS
SELECT r.code, r.name, r.capacity, r.layouts, r.version, v.code AS venue, v.name AS venue_name
  FROM lectern.room r
  JOIN lectern.venue v ON v.id = r.venue;

CREATE VIEW app.edit_rule AS
SELECT r.offer_days, r.offer_hours, r.offer_late_days, r.offer_late_hours, r.offer_stop_hours, r.first_call_days,
       r.agreement_days, r.hold_places, r.release_days, r.one_live_date, r.withdraw_hours, r.change_stop_hours,
       r.no_show_count, r.no_show_months, r.no_show_bar_months,
       r.reminder_days, r.second_reminder_days, r.joining_days, r.join_days, r.minimum_days,
       to_char(r.day_begins, 'HH24:MI') AS day_begins, to_char(r.day_ends, 'HH24:MI') AS day_ends,
       to_char(r.mails_from, 'HH24:MI') AS mails_from, to_char(r.mails_until, 'HH24:MI') AS mails_until, r.version
  FROM lectern.rule r;

-- Who saved something last, by the name that the audit trail has for it.
CREATE VIEW app.edit_saved AS
SELECT u.id, u.object, app.moment_words(u.at) AS at_words, coalesce(nullif(concat_ws(' ', p.first_name, p.last_name), ''), 'Somebody') AS by
  FROM lectern.audit u
  LEFT JOIN lectern.person p ON p.id = u.person
 WHERE u.act NOT LIKE 'read%' AND u.act NOT LIKE 'view%';

CREATE VIEW app.edit_event AS
SELECT e.id, e.code, e.kind, e.title FROM lectern.event e;

-- What a new date of an event begins with.
CREATE VIEW app.edit_new_session AS
SELECT e.id AS event, e.code,
       jsonb_build_object('title', e.title, 'min_numbers', e.min_numbers, 'max_per_agency', e.max_per_agency,
           'capacity', coalesce((e.capacity_split ->> 'in_person')::int, e.capacity), 'online_places', e.capacity_split -> 'virtual',
           'delivery', CASE WHEN e.capacity_split IS NOT NULL THEN 'hybrid' ELSE coalesce(e.delivery[1], 'in_person') END,
           'approval', CASE WHEN e.approval_required THEN 'manager' ELSE 'declare' END, 'waiting_limit', 30,
           'part1_starts', '09:30')
       || coalesce((SELECT jsonb_object_agg('part' || p.n || '_name', p.part ->> 'name') ||
                           jsonb_object_agg('part' || p.n || '_starts', '09:30') ||
                           jsonb_object_agg('part' || p.n || '_ends', to_char(time '09:30' + make_interval(mins => (p.part ->> 'minutes')::int), 'HH24:MI'))
                      FROM jsonb_array_elements(e.parts) WITH ORDINALITY AS p (part, n) WHERE p.n <= 6), '{}') AS form
  FROM lectern.event e;

-- Learning reviews, whether somebody may read of them, and how far their publication is.
CREATE VIEW app.edit_review AS
SELECT r.code, r.theme, r.status, d.person, r.pseudonym,
       CASE r.status WHEN 'planned' THEN 'Planned' WHEN 'scheduled' THEN 'A day is set' WHEN 'published' THEN 'Published' ELSE 'Withdrawn' END AS status_words,
       coalesce(to_char(r.endorsed, 'FMDD FMMonth YYYY'), 'Not yet') AS endorsed_words,
       coalesce(to_char(r.notice_sent, 'FMDD FMMonth YYYY'), 'Not yet') AS notice_words,
       coalesce(to_char(r.publication, 'FMDD FMMonth YYYY'), 'Not known yet') AS publication_words
  FROM lectern.review r LEFT JOIN lectern.review_reader d ON d.review = r.id;

CREATE VIEW app.edit_session AS
SELECT s.id AS session, s.slug AS ref, s.ref AS full_ref, s.title, s.event, e.code AS event_code, s.starts,
       (s.starts AT TIME ZONE 'Europe/London')::date AS day, app.span_words(s.starts, s.ends) AS starts_words,
       CASE WHEN s.delivery = 'virtual' THEN 'Online' ELSE coalesce(v.town, 'No place yet') END AS where_words,
       CASE WHEN s.status = 'open' AND s.ends <= (SELECT lectern.clock()) THEN 'held' ELSE s.status END AS state,
       CASE WHEN s.status = 'draft' THEN 'Draft'
            WHEN s.status = 'cancelled' THEN 'Cancelled'
            WHEN s.ends <= (SELECT lectern.clock()) THEN 'Held'
            WHEN s.visible_from > (SELECT lectern.clock()) THEN 'Shows from ' || app.moment_words(s.visible_from)
            ELSE 'Open for booking' END AS state_words,
       CASE WHEN s.status = 'draft' THEN app.missing_of(s.id) END AS missing,
       CASE WHEN s.status = 'draft' THEN nullif(concat_ws(', ',
            CASE WHEN NOT EXISTS (SELECT FROM lectern.duty d WHERE d.session = s.id AND d.kind = 'trainer') THEN 'no trainer yet' END,
            CASE WHEN s.delivery <> 'in_person' AND s.join_url IS NULL THEN 'no joining link yet' END,
            CASE WHEN s.booking_opens IS NULL THEN 'booking opens at once' END), '') END AS remarks,
       n.taken, n.capacity, s.words || e.words AS words, s.version,
       (SELECT count(*) FROM lectern.booking b WHERE b.session = s.id
           AND b.live) AS booked
  FROM lectern.session s
  JOIN lectern.event e ON e.id = s.event
  LEFT JOIN app.session_places n ON n.session = s.id
  LEFT JOIN lectern.venue v ON v.id = s.venue;

-- Who is booked on a date, for whoever changes it.
CREATE VIEW app.edit_person AS
SELECT b.id AS booking, b.session, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name, coalesce(a.short_name, '') AS agency,
       app.booking_words(b.state, NULL) AS state_words, array_position(ARRAY['confirmed', 'offered', 'requested', 'waiting'], b.state) AS place
  FROM lectern.booking b
  JOIN lectern.person p ON p.id = b.person
  LEFT JOIN lectern.agency a ON a.id = b.agency
 WHERE b.live;

-- What trainers lead from now on: dates, or workshops of them.
CREATE VIEW app.trainer_ahead AS
SELECT t.person, t.code, s.id AS session, s.slug AS ref, s.title, s.starts, app.span_words(s.starts, s.ends) AS starts_words
  FROM lectern.session s
  JOIN LATERAL (SELECT d.person FROM lectern.duty d WHERE d.session = s.id AND d.kind = 'trainer'
                 UNION
                SELECT l.trainer FROM lectern.workshop w JOIN lectern.workshop_lead l ON l.workshop = w.id WHERE w.session = s.id) AS u ON true
  JOIN lectern.trainer t ON t.person = u.person
 WHERE s.ends > (SELECT lectern.clock()) AND s.status <> 'cancelled';

-- Trainers; account: who signs in by themselves; offered: by the forms of dates.
CREATE VIEW app.edit_trainer AS
SELECT t.code, p.code AS person, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name, p.first_name, p.last_name, p.email, p.phone,
       t.organisation, t.commissioned, t.retired, t.version + p.version AS version,
       p.verified IS NOT NULL OR p.coordinator OR p.administrator AS account,
       NOT t.retired AND p.status <> 'closed' OR EXISTS (SELECT FROM app.trainer_ahead a WHERE a.person = t.person) AS offered
  FROM lectern.trainer t
  JOIN lectern.person p ON p.id = t.person;

-- The standing checklist.
CREATE VIEW app.edit_standing AS
SELECT i.id AS item, i.words, i.position,
       CASE i.delivery WHEN 'room' THEN 'Dates in a room' WHEN 'online' THEN 'Dates online' ELSE 'Every date' END AS for_words,
       CASE WHEN i.days IS NULL THEN 'Whenever' WHEN i.days = 0 THEN 'On the day'
            ELSE abs(i.days) || ' working day' || CASE WHEN abs(i.days) = 1 THEN '' ELSE 's' END || CASE WHEN i.days < 0 THEN ' after' ELSE ' before' END END AS when_words
  FROM lectern.check_item i WHERE i.session IS NULL AND NOT i.retired;

-- What the choices of the forms are: a name of a field, a value, words.
CREATE VIEW app.edit_option AS
SELECT 'room' AS name, r.code AS value, v.name || ': ' || r.name || ' (' || r.capacity || ')' AS words, 2 AS place
  FROM lectern.room r JOIN lectern.venue v ON v.id = r.venue
 UNION ALL
SELECT 'room', v.code, v.name || CASE WHEN v.online THEN '' ELSE ': room not known yet' END, 3 FROM lectern.venue v
 UNION ALL
SELECT 'room', '', 'Not known yet', 1
 UNION ALL
SELECT 'room_of_day', '', 'The room above', 1
 UNION ALL
SELECT 'room_of_day', r.code, v.name || ': ' || r.name || ' (' || r.capacity || ')', 2
  FROM lectern.room r JOIN lectern.venue v ON v.id = r.venue AND NOT v.online
 UNION ALL
SELECT 'trainers', t.code, t.name || CASE WHEN t.retired THEN ' (leads no more dates)' ELSE '' END, 1
  FROM app.edit_trainer t WHERE t.offered
 UNION ALL
SELECT 'terms', '', 'The usual terms', 1
 UNION ALL
SELECT 'terms', t.code, t.name, 2 FROM lectern.terms t WHERE NOT t.retired
 UNION ALL
SELECT 'only_sectors', c.code, app.topic_words(c.code), 1 FROM lectern.sector c
 UNION ALL
SELECT 'only_agencies', a.code, a.name, 1 FROM lectern.agency a WHERE a.active
 UNION ALL
SELECT 'needs', '', 'Nothing', 1
 UNION ALL
SELECT 'needs', e.code, e.title || ' (' || e.code || ')', 2 FROM lectern.event e WHERE e.review IS NULL
 UNION ALL
SELECT 'form', '', 'None', 1
 UNION ALL
SELECT DISTINCT 'form', f.code, min(f.title) OVER (PARTITION BY f.code), 2 FROM lectern.form f
 UNION ALL
SELECT o.name, o.value, o.words, row_number() OVER ()::int
  FROM (VALUES ('delivery', 'in_person', 'In a room'), ('delivery', 'virtual', 'Online'), ('delivery', 'hybrid', 'In a room or online'),
               ('approval', 'none', 'Nobody'), ('approval', 'declare', 'The person says that their manager agrees'),
               ('approval', 'manager', 'The manager, by mail'), ('approval', 'coordinator', 'A coordinator'),
               ('capped_by', 'agency', 'All its people together'), ('capped_by', 'setting', 'The people of each setting (school, practice) by themselves'),
               ('approval', 'both', 'The manager, by mail, and a coordinator'),
               ('approval', 'declare_coordinator', 'The person says that their manager agrees, and a coordinator agrees too'),
               ('kind', 'course', 'Course'), ('kind', 'briefing', 'Briefing'), ('kind', 'conference', 'Conference'),
               ('kind', 'forum', 'Forum'), ('kind', 'learning_event', 'Learning event'),
               ('level', 'All', 'All levels'), ('level', 'L1', 'Level 1'), ('level', 'L2', 'Level 2'), ('level', 'L3', 'Level 3'),
               ('level', 'L4', 'Level 4')) AS o (name, value, words);

-- Groups that places can be kept for.
CREATE VIEW app.edit_group AS
SELECT 'sector-' || c.code AS value, app.topic_words(c.code) AS words, NULL::bigint AS agency, NULL::bigint AS setting,
       ARRAY[c.code] AS sectors, 1 AS place
  FROM lectern.sector c
 UNION ALL
SELECT 'agency-' || a.code, a.name, a.id, NULL, '{}', 2 FROM lectern.agency a WHERE a.active
 UNION ALL
SELECT 'setting-' || t.id, t.name || ', ' || a.short_name, NULL, t.id, '{}', 3
  FROM lectern.setting t JOIN lectern.agency a ON a.id = t.agency WHERE t.active AND NOT t.provisional;

-- Places kept, used and left; what is left to everyone stands in kept_total.
CREATE VIEW app.kept_place AS
SELECT k.id AS reserve, k.session, k.label,
       CASE WHEN k.agency IS NOT NULL THEN 'Organisation' WHEN k.setting IS NOT NULL THEN 'Setting' ELSE 'Sector' END AS kind_words,
       k.places, least(u.used, k.places) AS used, CASE WHEN k.released THEN 0 ELSE greatest(k.places - u.used, 0) END AS free,
       k.released, k.release, coalesce(app.moment_words(k.release), 'Never') AS release_words,
       to_char(k.release AT TIME ZONE 'Europe/London', 'FMDD FMMonth YYYY') AS release_day, k.version
  FROM lectern.reserve k
 CROSS JOIN LATERAL (SELECT app.places_of(k.session, (SELECT l.id FROM lectern.pool l WHERE l.session = k.session AND l.kind IN ('main', 'in_person')),
                                          k.agency, k.setting, k.sectors) AS used) AS u;

CREATE VIEW app.kept_total AS
SELECT s.id AS session, l.capacity, l.taken, l.capacity - l.taken AS free, coalesce(k.free, 0) AS kept,
       greatest(l.capacity - l.taken - coalesce(k.free, 0), 0) AS open, s.max_per_agency
  FROM lectern.session s
 CROSS JOIN LATERAL (SELECT coalesce(sum(p.capacity), 0)::int AS capacity, coalesce(sum(p.taken), 0)::int AS taken
                       FROM lectern.pool p WHERE p.session = s.id AND p.kind IN ('main', 'in_person')) AS l
  LEFT JOIN LATERAL (SELECT sum(p.free)::int AS free FROM app.kept_place p WHERE p.session = s.id) AS k ON true;

-- Organisations with people on a date or a number of their own for it, and
-- the most that each may have; those counted by setting, each setting.
CREATE VIEW app.kept_cap AS
SELECT u.session, a.code, concat_ws(': ', a.name, CASE WHEN a.capped_by = 'setting' AND u.used > 0 THEN coalesce(t.name, 'no setting given') END) AS name,
       u.used, app.cap_of(u.session, s.max_per_agency, a.id) AS cap,
       CASE WHEN a.capped_by = 'setting' AND u.used = 0 THEN 'for each setting' END AS each, c.places AS own
  FROM (SELECT b.session, b.agency, CASE WHEN a.capped_by = 'setting' THEN b.setting END AS setting, count(*) AS used
          FROM lectern.booking b JOIN lectern.agency a ON a.id = b.agency
         WHERE (b.state IN ('confirmed', 'offered') OR b.held) AND NOT b.over
         GROUP BY 1, 2, 3
         UNION ALL
        SELECT o.session, o.agency, NULL, 0 FROM lectern.session_cap o
         WHERE NOT EXISTS (SELECT FROM lectern.booking b
                            WHERE b.session = o.session AND b.agency = o.agency AND (b.state IN ('confirmed', 'offered') OR b.held) AND NOT b.over)) AS u
  JOIN lectern.session s ON s.id = u.session
  JOIN lectern.agency a ON a.id = u.agency
  LEFT JOIN lectern.setting t ON t.id = u.setting
  LEFT JOIN lectern.session_cap c ON c.session = u.session AND c.agency = u.agency
 WHERE app.cap_of(u.session, s.max_per_agency, a.id) IS NOT NULL;

CREATE VIEW app.edit_agency AS
SELECT a.code, a.name FROM lectern.agency a WHERE a.active;

-- The number that an organisation has of its own on a date, or none; each
-- number is its own version.
CREATE VIEW app.edit_cap AS
SELECT s.id AS session, a.code, a.name, c.places AS most, coalesce(c.places + 2, 1) AS version
  FROM lectern.session s
 CROSS JOIN lectern.agency a
  LEFT JOIN lectern.session_cap c ON c.session = s.id AND c.agency = a.id
 WHERE a.active OR c.places IS NOT NULL;

-- What holds for an organisation on every date.
CREATE VIEW app.edit_limit AS
SELECT a.id AS agency, a.code, a.name, a.max_per_session, a.capped_by, a.version,
       (SELECT count(*) FROM lectern.setting t WHERE t.agency = a.id AND t.active) AS settings
  FROM lectern.agency a WHERE a.active;

CREATE VIEW app.edit_workshop AS
SELECT w.session, w.slot, w.code, w.title, r.name AS room, l.capacity, l.taken, l.waiting,
       (SELECT app.led_by(array_agg(t.code)) FROM lectern.workshop_lead d JOIN lectern.trainer t ON t.person = d.trainer WHERE d.workshop = w.id) AS led_by,
       w.repeat_of
  FROM lectern.workshop w
  JOIN lectern.pool l ON l.workshop = w.id
  LEFT JOIN lectern.room r ON r.id = w.room;

CREATE VIEW app.edit_day AS
SELECT q.session, q.number, q.name || ', ' || app.day_words(q.starts) AS words FROM lectern.part q;

CREATE VIEW app.edit_stream AS
SELECT s.id AS session, t.entry ->> 'code' AS code, t.entry ->> 'title' AS title
  FROM lectern.session s CROSS JOIN jsonb_array_elements(s.streams) AS t (entry);

-- Bank holidays and school holidays, from last year on.
CREATE VIEW app.edit_holiday AS
SELECT o.first, o.last, o.name, o.words, coalesce(o.last, o.first) < ((SELECT lectern.clock()) AT TIME ZONE 'Europe/London')::date AS past
  FROM (SELECT h.day AS first, NULL::date AS last, h.name, to_char(h.day, 'FMDay FMDD FMMonth YYYY') AS words
          FROM lectern.holiday h
         UNION ALL
        SELECT h.first, h.last, h.name, to_char(h.first, 'FMDD FMMonth YYYY') || ' to ' || to_char(h.last, 'FMDD FMMonth YYYY')
          FROM lectern.school_holiday h) AS o
 WHERE coalesce(o.last, o.first) > ((SELECT lectern.clock()) - interval '1 year')::date;

CREATE VIEW app.edit_reader AS
SELECT r.code, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name, p.email, app.day_words(d.made) AS since_words
  FROM lectern.review_reader d
  JOIN lectern.review r ON r.id = d.review
  JOIN lectern.person p ON p.id = d.person;

CREATE VIEW app.edit_reviewed AS
SELECT e.code AS event, r.code FROM lectern.event e JOIN lectern.review r ON r.id = e.review;
