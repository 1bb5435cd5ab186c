-- What the form of a date holds: an object of texts and lists in and out;
-- part1_date, part1_starts, part1_ends, part1_name and part1_room to part6_…
-- are its days.

-- The days that the fields of a form name, in the order of their fields.
CREATE FUNCTION app.parts_of(p_fields jsonb)
RETURNS TABLE (field text, number int, name text, day date, starts timestamptz, ends timestamptz, room text, flaw text, words text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT 'part' || n, row_number() OVER (ORDER BY n)::int, coalesce(nullif(f.name, ''), 'Day ' || row_number() OVER (ORDER BY n)),
           f.day, local_instant(f.day + f.starts), local_instant(f.day + f.ends), coalesce(p_fields ->> ('part' || n || '_room'), ''),
           CASE WHEN f.day IS NULL THEN '_date' WHEN f.starts IS NULL THEN '_starts' WHEN f.ends IS NULL THEN '_ends'
                WHEN local_instant(f.day + f.starts) IS NULL THEN '_starts'
                WHEN local_instant(f.day + f.ends) IS NULL OR f.ends <= f.starts THEN '_ends' END,
           CASE WHEN f.day IS NULL THEN 'Enter the day'
                WHEN f.starts IS NULL OR f.ends IS NULL THEN 'Enter a time, for example 09:30'
                WHEN local_instant(f.day + f.starts) IS NULL OR local_instant(f.day + f.ends) IS NULL
                THEN 'That time does not exist: the clocks go forward that night'
                WHEN f.ends <= f.starts THEN 'The end must be after the start' END
      FROM generate_series(1, 6) AS n
     CROSS JOIN LATERAL (SELECT p_fields ->> ('part' || n || '_name') AS name,
                                nullif(p_fields ->> ('part' || n || '_date'), '')::date AS day,
                                nullif(p_fields ->> ('part' || n || '_starts'), '')::time AS starts,
                                nullif(p_fields ->> ('part' || n || '_ends'), '')::time AS ends) AS f
     WHERE num_nonnulls(f.day, f.starts, f.ends) > 0
$$;

-- What is wrong with a form: the field and the words; no row: nothing.
CREATE FUNCTION app.session_flaw(p_fields jsonb) RETURNS TABLE (field text, words text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT q.field || q.flaw, q.words FROM app.parts_of(p_fields) q WHERE q.flaw IS NOT NULL
     UNION ALL
    SELECT b.field || '_starts', 'This begins before ' || a.name || ' ends'
      FROM app.parts_of(p_fields) a JOIN app.parts_of(p_fields) b ON b.number = a.number + 1 AND b.starts < a.ends
     WHERE a.flaw IS NULL AND b.flaw IS NULL
     UNION ALL
    SELECT 'part1_date', 'Enter the day' WHERE NOT EXISTS (SELECT FROM app.parts_of(p_fields))
     UNION ALL
    SELECT 'booking_closes', 'Booking must close before the start'
     WHERE nullif(p_fields ->> 'booking_closes', '')::date > (SELECT min(day) FROM app.parts_of(p_fields))
     UNION ALL
    SELECT 'booking_opens', 'Booking must open before it closes'
     WHERE nullif(p_fields ->> 'booking_opens', '')::date
           > coalesce(nullif(p_fields ->> 'booking_closes', '')::date, (SELECT min(day) FROM app.parts_of(p_fields)))
     UNION ALL
    SELECT 'online_places', 'Enter how many can take part online'
     WHERE p_fields ->> 'delivery' = 'hybrid' AND coalesce((p_fields ->> 'online_places')::int, 0) < 1
     UNION ALL
    SELECT 'join_url', 'Enter an address that begins with https://'
     WHERE p_fields ->> 'join_url' <> '' AND p_fields ->> 'join_url' !~ '^https://'
     UNION ALL
    SELECT 'stewards', 'We know nobody with the address ' || l
      FROM unnest(app.lines(p_fields ->> 'stewards')) AS l
     WHERE NOT EXISTS (SELECT FROM person p WHERE p.email = lower(l) AND p.status <> 'closed')
$$;

-- clashes: what a coordinator should know before saving: a room or a trainer
-- has something else then, the room is too small, the day is free.
CREATE FUNCTION app.clashes(p_session bigint, p_fields jsonb) RETURNS TABLE (words text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    WITH mine AS (SELECT q.day, q.starts, q.ends, r.id AS room, r.name, r.capacity
                    FROM app.parts_of(p_fields) q
                    LEFT JOIN room r ON r.code = coalesce(nullif(q.room, ''), p_fields ->> 'room') AND p_fields ->> 'delivery' <> 'virtual'
                     AND EXISTS (SELECT FROM venue v WHERE v.id = r.venue AND NOT v.online)
                   WHERE q.flaw IS NULL),
         other AS (SELECT u.kind, u.thing, CASE WHEN EXISTS (SELECT FROM app.secret_session x WHERE x.session = u.session) THEN 'another date' ELSE u.title END AS title,
                          u.starts, u.ends, m.room AS wanted, m.name
                     FROM mine m JOIN app.occupied u ON u.starts < m.ends AND u.ends > m.starts AND u.session IS DISTINCT FROM p_session)
    SELECT DISTINCT o.name || ' is taken: ' || o.title || ', ' || app.span_words(o.starts, o.ends) FROM other o WHERE o.kind = 'room' AND o.thing = o.wanted
     UNION ALL
    SELECT DISTINCT concat_ws(' ', p.first_name, p.last_name) || ' leads something else: ' || o.title || ', ' || app.span_words(o.starts, o.ends)
      FROM other o JOIN trainer t ON o.kind = 'trainer' AND t.person = o.thing
      JOIN person p ON p.id = t.person
     WHERE p_fields -> 'trainers' ? t.code
     UNION ALL
    SELECT DISTINCT m.name || ' holds ' || m.capacity || ' people, and there are ' || (p_fields ->> 'capacity') || ' places'
      FROM mine m WHERE (p_fields ->> 'capacity')::int > m.capacity
     UNION ALL
    SELECT DISTINCT to_char(m.day, 'FMDD FMMonth') || ' is ' || app.free_day_words(m.day) FROM mine m
     WHERE app.free_day_words(m.day) IS NOT NULL
$$;

-- What speaks against a day: a bank holiday, a weekend, a school holiday.
CREATE FUNCTION app.free_day_words(p_day date) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT coalesce((SELECT 'a bank holiday: ' || name FROM holiday WHERE day = p_day),
                    CASE WHEN extract(isodow FROM p_day) > 5 THEN 'a ' || to_char(p_day, 'FMDay') END,
                    (SELECT 'in the school holidays: ' || name FROM school_holiday WHERE p_day BETWEEN first AND last ORDER BY first LIMIT 1))
$$;

-- A day as the fields of forms hold it.
CREATE FUNCTION app.form_day(p_at timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$ SELECT coalesce(to_char(p_at AT TIME ZONE 'Europe/London', 'FMDD FMMonth YYYY'), '') $$;

-- What the form of a session holds now.
CREATE FUNCTION app.session_form(p_session bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT jsonb_build_object('title', s.title, 'theme', s.theme, 'delivery', s.delivery, 'room', coalesce(r.code, v.code, ''),
               'join_url', coalesce(s.join_url, ''), 'approval', s.approval,
               'booking_opens', app.form_day(s.booking_opens), 'booking_closes', app.form_day(s.booking_closes),
               'visible_from', app.form_day(s.visible_from),
               'capacity', (SELECT l.capacity FROM pool l WHERE l.session = s.id AND l.kind IN ('main', 'in_person')),
               'online_places', (SELECT l.capacity FROM pool l WHERE l.session = s.id AND l.kind = 'virtual'),
               'min_numbers', s.min_numbers, 'max_per_agency', s.max_per_agency, 'waiting_limit', s.waiting_limit,
               'trainers', (SELECT coalesce(jsonb_agg(t.code ORDER BY t.code), '[]') FROM duty d JOIN trainer t ON t.person = d.person
                             WHERE d.session = s.id AND d.kind = 'trainer'),
               'stewards', (SELECT coalesce(jsonb_agg(p.email ORDER BY p.email), '[]') FROM duty d JOIN person p ON p.id = d.person
                             WHERE d.session = s.id AND d.kind = 'steward' AND p.email IS NOT NULL),
               'only_agencies', (SELECT coalesce(jsonb_agg(a.code ORDER BY a.code), '[]') FROM agency a WHERE a.id = ANY (s.only_agencies)),
               'only_sectors', (SELECT coalesce(jsonb_agg(c ORDER BY c), '[]') FROM unnest(s.only_sectors) AS c), 'by_invitation', s.by_invitation, 'terms', coalesce(s.terms, ''),
               'full_fee', s.full_fee / 100,
               'cost_venue', s.cost_venue / 100, 'cost_trainer', s.cost_trainer / 100, 'cost_other', s.cost_other / 100,
               'notes', to_jsonb(s.notes), 'version', s.version)
           || coalesce((SELECT jsonb_object_agg(f.key, f.value)
                          FROM part q
                          LEFT JOIN room o ON o.id = q.room
                         CROSS JOIN LATERAL (VALUES
                               ('part' || q.number || '_name', q.name),
                               ('part' || q.number || '_room', coalesce(o.code, '')),
                               ('part' || q.number || '_date', app.form_day(q.starts)),
                               ('part' || q.number || '_starts', to_char(q.starts AT TIME ZONE 'Europe/London', 'HH24:MI')),
                               ('part' || q.number || '_ends', to_char(q.ends AT TIME ZONE 'Europe/London', 'HH24:MI'))) AS f (key, value)
                         WHERE q.session = s.id), '{}')
      FROM session s LEFT JOIN room r ON r.id = s.room LEFT JOIN venue v ON v.id = s.venue
     WHERE s.id = p_session
$$;

-- What a form changes: the fields that differ, as they were.
CREATE FUNCTION app.fields_changed(p_was jsonb, p_now jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE
AS $$
    SELECT coalesce(jsonb_object_agg(k, coalesce(p_was -> k, '""')), '{}')
      FROM jsonb_object_keys(p_was || p_now) AS k
     WHERE k <> 'version' AND p_was -> k IS DISTINCT FROM p_now -> k
$$;

-- The same as it was and as it is now, for the audit trail.
CREATE FUNCTION app.fields_both(p_was jsonb, p_now jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE
AS $$ SELECT jsonb_build_object('was', app.fields_changed(p_was, p_now), 'now', app.fields_changed(p_now, p_was)) $$;

-- A date from a form at an hour; the instant that was there if it is the same day.
CREATE FUNCTION app.form_instant(p_text text, p_hour time, p_was timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT CASE WHEN nullif(p_text, '') IS NULL THEN NULL
                WHEN p_text::date = (p_was AT TIME ZONE 'Europe/London')::date THEN p_was
                ELSE local_instant(p_text::date + p_hour) END
$$;
