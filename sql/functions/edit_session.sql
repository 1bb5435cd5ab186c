-- A date made and changed at the desk.  What its form holds goes in and out as
-- an object of texts, app.session_form; part1_date, part1_starts, part1_ends
-- and part1_name to part6_… are its days.

-- may_read: whether a coordinator may know of a session: everyone's but those
-- of a learning review that is not published, which are its readers'.
CREATE FUNCTION app.may_read(p_person bigint, p_session bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT NOT EXISTS (SELECT FROM session s JOIN event e ON e.id = s.event
                         JOIN review r ON r.id IN (s.review, e.review) AND r.status <> 'published'
                        WHERE s.id = p_session
                          AND NOT EXISTS (SELECT FROM review_reader d WHERE d.review = r.id AND d.person = p_person))
$$;
CREATE FUNCTION app.may_read_event(p_person bigint, p_event bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT NOT EXISTS (SELECT FROM event e JOIN review r ON r.id = e.review AND r.status <> 'published'
                        WHERE e.id = p_event
                          AND NOT EXISTS (SELECT FROM review_reader d WHERE d.review = r.id AND d.person = p_person))
$$;

-- The days that the fields of a form name, in the order of their fields.
CREATE FUNCTION app.parts_of(p_fields jsonb)
RETURNS TABLE (field text, number int, name text, day date, starts timestamptz, ends timestamptz, flaw text, words text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT 'part' || n, row_number() OVER (ORDER BY n)::int, coalesce(nullif(f.name, ''), 'Day ' || row_number() OVER (ORDER BY n)),
           f.day, local_instant(f.day + f.starts), local_instant(f.day + f.ends),
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
$$;

-- clashes: what a coordinator should know before saving: the room or a
-- trainer has something else then, the room is too small, the day is free.
CREATE FUNCTION app.clashes(p_session bigint, p_fields jsonb) RETURNS TABLE (words text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    WITH mine AS (SELECT q.day, q.starts, q.ends FROM app.parts_of(p_fields) q WHERE q.flaw IS NULL),
         room AS (SELECT r.id, r.name, r.capacity FROM room r JOIN venue v ON v.id = r.venue AND NOT v.online
                   WHERE r.code = p_fields ->> 'room' AND p_fields ->> 'delivery' <> 'virtual'),
         other AS (SELECT s.id, s.title, coalesce(q.room, s.room) AS room, q.starts, q.ends
                     FROM mine m JOIN part q ON q.starts < m.ends AND q.ends > m.starts
                     JOIN session s ON s.id = q.session AND s.status <> 'cancelled' AND s.id IS DISTINCT FROM p_session)
    SELECT DISTINCT r.name || ' is taken: ' || o.title || ', ' || app.span_words(o.starts, o.ends) FROM room r JOIN other o ON o.room = r.id
     UNION ALL
    SELECT DISTINCT concat_ws(' ', p.first_name, p.last_name) || ' leads something else: ' || o.title || ', ' || app.span_words(o.starts, o.ends)
      FROM other o JOIN duty d ON d.session = o.id AND d.kind = 'trainer' JOIN trainer t ON t.person = d.person
      JOIN person p ON p.id = d.person
     WHERE p_fields -> 'trainers' ? t.code
     UNION ALL
    SELECT r.name || ' holds ' || r.capacity || ' people, and there are ' || (p_fields ->> 'capacity') || ' places'
      FROM room r WHERE (p_fields ->> 'capacity')::int > r.capacity
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

-- What the form of a session holds now.
CREATE FUNCTION app.session_form(p_session bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT jsonb_build_object('title', s.title, 'theme', s.theme, 'delivery', s.delivery, 'room', coalesce(r.code, v.code, ''),
               'join_url', coalesce(s.join_url, ''), 'approval', s.approval,
               'booking_opens', coalesce(to_char(s.booking_opens AT TIME ZONE 'Europe/London', 'FMDD FMMonth YYYY'), ''),
               'booking_closes', coalesce(to_char(s.booking_closes AT TIME ZONE 'Europe/London', 'FMDD FMMonth YYYY'), ''),
               'capacity', (SELECT l.capacity FROM pool l WHERE l.session = s.id AND l.kind IN ('main', 'in_person')),
               'online_places', (SELECT l.capacity FROM pool l WHERE l.session = s.id AND l.kind = 'virtual'),
               'min_numbers', s.min_numbers, 'max_per_agency', s.max_per_agency, 'waiting_limit', s.waiting_limit,
               'trainers', (SELECT coalesce(jsonb_agg(t.code ORDER BY t.code), '[]') FROM duty d JOIN trainer t ON t.person = d.person
                             WHERE d.session = s.id AND d.kind = 'trainer'),
               'only_sectors', to_jsonb(s.only_sectors), 'by_invitation', s.by_invitation, 'terms', coalesce(s.terms, ''),
               'full_fee', s.full_fee / 100,
               'cost_venue', s.cost_venue / 100, 'cost_trainer', s.cost_trainer / 100, 'cost_other', s.cost_other / 100,
               'notes', to_jsonb(s.notes), 'version', s.version)
           || coalesce((SELECT jsonb_object_agg(f.key, f.value)
                          FROM part q
                         CROSS JOIN LATERAL (VALUES
                               ('part' || q.number || '_name', q.name),
                               ('part' || q.number || '_date', to_char(q.starts AT TIME ZONE 'Europe/London', 'FMDD FMMonth YYYY')),
                               ('part' || q.number || '_starts', to_char(q.starts AT TIME ZONE 'Europe/London', 'HH24:MI')),
                               ('part' || q.number || '_ends', to_char(q.ends AT TIME ZONE 'Europe/London', 'HH24:MI'))) AS f (key, value)
                         WHERE q.session = s.id), '{}')
      FROM session s LEFT JOIN room r ON r.id = s.room LEFT JOIN venue v ON v.id = s.venue
     WHERE s.id = p_session
$$;

-- A date from a form at an hour; the instant that was there if it is the same day.
CREATE FUNCTION app.form_instant(p_text text, p_hour time, p_was timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT CASE WHEN nullif(p_text, '') IS NULL THEN NULL
                WHEN p_text::date = (p_was AT TIME ZONE 'Europe/London')::date THEN p_was
                ELSE local_instant(p_text::date + p_hour) END
$$;

-- Write what a form holds over a session; the caller has checked and locked.
CREATE FUNCTION app.put_session(p_session bigint, p_fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_span  record;
BEGIN
    SELECT min(q.starts) AS starts, max(q.ends) AS ends INTO v_span FROM app.parts_of(p_fields) q;
    UPDATE session s
       SET title = p_fields ->> 'title', theme = p_fields ->> 'theme', delivery = p_fields ->> 'delivery',
           room = r.id, venue = coalesce(r.venue, v.id),
           starts = v_span.starts, ends = v_span.ends, approval = p_fields ->> 'approval',
           join_url = nullif(p_fields ->> 'join_url', ''),
           booking_opens = app.form_instant(p_fields ->> 'booking_opens', '09:00', s.booking_opens),
           booking_closes = least(app.form_instant(p_fields ->> 'booking_closes', '17:00', s.booking_closes), v_span.starts),
           min_numbers = (p_fields ->> 'min_numbers')::int, max_per_agency = (p_fields ->> 'max_per_agency')::int,
           waiting_limit = (p_fields ->> 'waiting_limit')::int,
           only_sectors = ARRAY(SELECT jsonb_array_elements_text(p_fields -> 'only_sectors')),
           by_invitation = (p_fields ->> 'by_invitation')::boolean,
           terms = nullif(p_fields ->> 'terms', ''), full_fee = 100 * (p_fields ->> 'full_fee')::int,
           cost_venue = 100 * coalesce((p_fields ->> 'cost_venue')::int, 0),
           cost_trainer = 100 * coalesce((p_fields ->> 'cost_trainer')::int, 0),
           cost_other = 100 * coalesce((p_fields ->> 'cost_other')::int, 0),
           notes = app.lines(p_fields ->> 'notes'), version = s.version + 1
      FROM (SELECT) AS one LEFT JOIN room r ON r.code = p_fields ->> 'room' LEFT JOIN venue v ON v.code = p_fields ->> 'room'
     WHERE s.id = p_session;
    DELETE FROM part WHERE session = p_session AND number > (SELECT count(*) FROM app.parts_of(p_fields));
    INSERT INTO part (session, number, name, starts, ends)
    SELECT p_session, q.number, q.name, q.starts, q.ends FROM app.parts_of(p_fields) q
        ON CONFLICT (session, number) DO UPDATE SET name = excluded.name, starts = excluded.starts, ends = excluded.ends;
    PERFORM app.put_pools(p_session, p_fields);
    DELETE FROM duty d USING trainer t
     WHERE d.session = p_session AND d.kind = 'trainer' AND t.person = d.person AND NOT p_fields -> 'trainers' ? t.code;
    INSERT INTO duty (session, person, kind, listed, position)
    SELECT p_session, t.person, 'trainer', true, row_number() OVER (ORDER BY t.code)
      FROM trainer t WHERE p_fields -> 'trainers' ? t.code
        ON CONFLICT (session, person) DO UPDATE SET kind = 'trainer', listed = true;
END $$;

-- Its places: one pool, or two where people can choose to come online.
CREATE FUNCTION app.put_pools(p_session bigint, p_fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_hybrid  boolean := p_fields ->> 'delivery' = 'hybrid';
BEGIN
    UPDATE pool SET kind = CASE WHEN v_hybrid THEN 'in_person' ELSE 'main' END
     WHERE session = p_session AND kind IN ('main', 'in_person');
    DELETE FROM pool WHERE session = p_session AND kind = 'virtual' AND NOT v_hybrid;
    INSERT INTO pool (session, kind, capacity)
    SELECT p_session, k.kind, k.capacity
      FROM (VALUES (CASE WHEN v_hybrid THEN 'in_person' ELSE 'main' END, (p_fields ->> 'capacity')::int),
                   ('virtual', CASE WHEN v_hybrid THEN (p_fields ->> 'online_places')::int END)) AS k (kind, capacity)
     WHERE k.capacity IS NOT NULL
        ON CONFLICT (session, kind) WHERE kind <> 'workshop' DO UPDATE SET capacity = excluded.capacity;
END $$;

-- The next reference of a course: NEG-201/07.
CREATE FUNCTION app.next_ref(p_event bigint) RETURNS text
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT e.code || '/' || regexp_replace((coalesce(max(substring(s.ref FROM '/(\d{1,6})$')::int), 0) + 1)::text, '^(\d)$', '0\1')
      FROM event e LEFT JOIN session s ON s.event = e.id
     WHERE e.id = p_event GROUP BY e.code
$$;

CREATE FUNCTION app.made_session(p_actor bigint, p_key uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$ SELECT o.outcome FROM once o WHERE o.person = p_actor AND o.route = 'make_session' AND o.key = p_key $$;

-- make_session: a draft of a new date.  The same form sent twice makes one.
-- Outcomes: made, with its address; not_found.
CREATE FUNCTION app.make_session(p_actor bigint, p_code text, p_key uuid, p_fields jsonb, OUT outcome text, OUT slug text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_event  event;
    v_id     bigint;
BEGIN
    SELECT * INTO v_event FROM event WHERE code = p_code AND app.coordinator(p_actor) IS NOT NULL FOR UPDATE;
    IF NOT FOUND OR NOT app.may_read_event(p_actor, v_event.id) THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    SELECT o.outcome INTO slug FROM once o WHERE o.person = p_actor AND o.route = 'make_session' AND o.key = p_key;
    outcome := 'made';
    IF FOUND THEN
        RETURN;
    END IF;
    INSERT INTO session (ref, event, title, delivery, starts, ends, quotas, review)
    VALUES (app.next_ref(v_event.id), v_event.id, v_event.title, 'virtual', clock(), clock() + interval '1 hour',
            v_event.quotas, v_event.review)
    RETURNING session.id, session.slug INTO v_id, slug;
    PERFORM app.put_session(v_id, p_fields);
    UPDATE session SET version = 1 WHERE id = v_id;
    PERFORM app.make_reserves(v_id);
    INSERT INTO once (person, route, key, fields, outcome) VALUES (p_actor, 'make_session', p_key, '', slug);
    INSERT INTO audit (person, act, object) VALUES (p_actor, 'make_session', 'session ' || slug);
END $$;

-- change_session: what its form holds, over the version that was read.
-- Outcomes: saved; not_found; stale; booked (the time or the place of a date
-- with bookings: those are told first); below_taken (with the number); tell
-- (the trainer of a date with bookings changes: say whether to tell them).
CREATE FUNCTION app.change_session(p_actor bigint, p_slug text, p_version int, p_fields jsonb, p_tell text,
                                   OUT outcome text, OUT taken int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  session;
    v_was      jsonb;
    v_now      jsonb;
    v_booked   boolean;
BEGIN
    SELECT * INTO v_session FROM session s WHERE s.slug = p_slug AND app.coordinator(p_actor) IS NOT NULL;
    IF NOT FOUND OR NOT app.may_read(p_actor, v_session.id) THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    PERFORM app.lock_session(v_session.id);
    SELECT * INTO v_session FROM session WHERE id = v_session.id FOR UPDATE;
    IF v_session.version <> p_version THEN
        outcome := 'stale';
        RETURN;
    END IF;
    v_was := app.session_form(v_session.id);
    v_booked := EXISTS (SELECT FROM booking b WHERE b.session = v_session.id
                           AND b.live);
    IF v_booked AND app.moves(v_session.id, v_was, p_fields) THEN
        outcome := 'booked';
        RETURN;
    END IF;
    SELECT max(l.taken) INTO taken FROM pool l
     WHERE l.session = v_session.id
       AND (l.kind IN ('main', 'in_person') AND l.taken > (p_fields ->> 'capacity')::int
            OR l.kind = 'virtual' AND l.taken > coalesce((p_fields ->> 'online_places')::int, 0));
    IF taken IS NOT NULL THEN
        outcome := 'below_taken';
        RETURN;
    END IF;
    IF v_booked AND p_tell IS NULL AND NOT (v_was -> 'trainers' @> (p_fields -> 'trainers') AND v_was -> 'trainers' <@ (p_fields -> 'trainers')) THEN
        outcome := 'tell';
        RETURN;
    END IF;
    PERFORM app.put_session(v_session.id, p_fields);
    v_now := app.session_form(v_session.id);
    INSERT INTO audit (person, act, object, detail)
    SELECT p_actor, 'change_session', 'session ' || p_slug,
           jsonb_build_object('version', p_version + 1,
               'was', coalesce(jsonb_object_agg(k, coalesce(v_was -> k, '""')) FILTER (WHERE v_was -> k IS DISTINCT FROM v_now -> k), '{}'))
      FROM jsonb_object_keys(v_was || v_now) AS k WHERE k <> 'version';
    IF v_booked AND p_tell = 'yes' THEN
        INSERT INTO mail (kind, person, address, booking, session, detail)
        SELECT 'trainer_changed', p.id, p.email, b.id, b.session, jsonb_build_object('led_by', coalesce(app.led_by(b.session), 'a colleague'))
          FROM booking b JOIN person p ON p.id = b.person
         WHERE b.session = v_session.id AND b.state = 'confirmed' AND p.email IS NOT NULL;
    END IF;
    PERFORM app.fill_places(v_session.id);
    outcome := 'saved';
END $$;

-- Who leads a session, by name.
CREATE FUNCTION app.led_by(p_session bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT string_agg(concat_ws(' ', p.first_name, nullif(p.last_name, '')), ', ' ORDER BY d.position)
      FROM duty d JOIN person p ON p.id = d.person
     WHERE d.session = p_session AND d.kind = 'trainer' AND d.listed
$$;

-- Whether a form would move people: another time, place or way to take part.
CREATE FUNCTION app.moves(p_session bigint, p_was jsonb, p_fields jsonb) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT p_was ->> 'delivery' <> p_fields ->> 'delivery' OR p_was ->> 'room' <> p_fields ->> 'room'
        OR EXISTS (SELECT q.number, q.starts, q.ends FROM part q WHERE q.session = p_session
                   EXCEPT SELECT n.number, n.starts, n.ends FROM app.parts_of(p_fields) n)
        OR EXISTS (SELECT n.number, n.starts, n.ends FROM app.parts_of(p_fields) n
                   EXCEPT SELECT q.number, q.starts, q.ends FROM part q WHERE q.session = p_session)
$$;

-- missing_of: what a draft still needs before it can open, in words; NULL: nothing.
CREATE FUNCTION app.missing_of(p_session bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT nullif(concat_ws(', ',
               CASE WHEN s.delivery <> 'virtual' AND s.venue IS NULL THEN 'a venue' END,
               CASE WHEN s.starts <= clock() THEN 'a day to come' END,
               CASE WHEN NOT EXISTS (SELECT FROM pool l WHERE l.session = s.id AND l.capacity > 0) THEN 'places' END,
               CASE WHEN s.booking_closes <= clock() THEN 'a later end of booking' END), '')
      FROM session s WHERE s.id = p_session
$$;

-- publish: open drafts for booking, all of them or none; nothing of them shows
-- before p_at.  Outcomes: published; not_found; incomplete; no_dates.
CREATE FUNCTION app.publish(p_actor bigint, p_slugs text[], p_at timestamptz, OUT outcome text, OUT published int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_id  bigint;
    v_all bigint[];
BEGIN
    SELECT coalesce(array_agg(s.id ORDER BY s.id), '{}') INTO v_all FROM session s
     WHERE s.slug = ANY (p_slugs) AND app.coordinator(p_actor) IS NOT NULL AND app.may_read(p_actor, s.id);
    IF v_all = '{}' OR cardinality(v_all) < cardinality(p_slugs) THEN
        outcome := CASE WHEN p_slugs = '{}' THEN 'no_dates' ELSE 'not_found' END;
        RETURN;
    END IF;
    FOREACH v_id IN ARRAY v_all LOOP
        PERFORM app.lock_session(v_id);
    END LOOP;
    IF EXISTS (SELECT FROM session s WHERE s.id = ANY (v_all) AND s.status = 'draft' AND app.missing_of(s.id) IS NOT NULL) THEN
        outcome := 'incomplete';
        RETURN;
    END IF;
    WITH opened AS (
        UPDATE session s SET status = 'open', visible_from = coalesce(p_at, s.visible_from), version = s.version + 1
         WHERE s.id = ANY (v_all) AND s.status = 'draft' RETURNING s.slug
    ), traced AS (
        INSERT INTO audit (person, act, object, detail)
        SELECT p_actor, 'publish_session', 'session ' || o.slug, jsonb_strip_nulls(jsonb_build_object('from', p_at)) FROM opened o
    )
    SELECT count(*) INTO published FROM opened;
    outcome := 'published';
END $$;

-- The days of a session some weeks on: the same time of day, whatever the
-- clocks do in between; starts is NULL where that time does not exist.
CREATE FUNCTION app.parts_later(p_session bigint, p_weeks int)
RETURNS TABLE (number int, name text, room bigint, day date, starts timestamptz, ends timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT q.number, q.name, q.room, l.starts::date, local_instant(l.starts), local_instant(l.ends)
      FROM part q
     CROSS JOIN LATERAL (SELECT (q.starts AT TIME ZONE 'Europe/London') + make_interval(weeks => p_weeks) AS starts,
                                (q.ends AT TIME ZONE 'Europe/London') + make_interval(weeks => p_weeks) AS ends) AS l
     WHERE q.session = p_session
$$;

-- An instant some weeks on at the same local time, an hour later if there is none.
CREATE FUNCTION app.weeks_later(p_at timestamptz, p_weeks int) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT coalesce(local_instant(l.local), local_instant(l.local + interval '1 hour'))
      FROM (SELECT (p_at AT TIME ZONE 'Europe/London') + make_interval(weeks => p_weeks) AS local) AS l
$$;

-- copy_sessions: drafts of the same dates so many weeks on.  A date whose time
-- does not exist then, or that is there already, is left out.
-- Outcomes: copied, with their number; not_found; no_dates.
CREATE FUNCTION app.copy_sessions(p_actor bigint, p_slugs text[], p_weeks int, OUT outcome text, OUT copied int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  session;
BEGIN
    copied := 0;
    outcome := CASE WHEN app.coordinator(p_actor) IS NULL THEN 'not_found' WHEN p_slugs = '{}' THEN 'no_dates' ELSE 'copied' END;
    IF outcome <> 'copied' THEN
        RETURN;
    END IF;
    PERFORM FROM event e WHERE e.id IN (SELECT s.event FROM session s WHERE s.slug = ANY (p_slugs)) ORDER BY e.id FOR UPDATE;
    FOR v_session IN
        SELECT * FROM session s WHERE s.slug = ANY (p_slugs) AND app.may_read(p_actor, s.id) ORDER BY s.starts, s.id
    LOOP
        CONTINUE WHEN EXISTS (SELECT FROM app.parts_later(v_session.id, p_weeks) q WHERE q.starts IS NULL OR q.ends IS NULL)
                   OR EXISTS (SELECT FROM session o JOIN app.parts_later(v_session.id, p_weeks) q ON q.number = 1 AND o.starts = q.starts
                               WHERE o.event = v_session.event AND o.status <> 'cancelled');
        PERFORM app.copy_session(p_actor, v_session, p_weeks);
        copied := copied + 1;
    END LOOP;
END $$;

-- One of them; the caller has checked.  Links to join, and what became of the
-- old date, stay behind.
CREATE FUNCTION app.copy_session(p_actor bigint, p_from lectern.session, p_weeks int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_id    bigint;
    v_slug  text;
BEGIN
    INSERT INTO session (ref, event, title, theme, delivery, venue, room, starts, ends, booking_opens, booking_closes,
                         free_until, min_numbers, max_per_agency, waiting_limit, quotas, approval, review, notes,
                         streams, agenda, workshop_rules, only_agencies, only_sectors, by_invitation, terms, full_fee,
                         cost_venue, cost_trainer, cost_other)
    SELECT app.next_ref(p_from.event), p_from.event, p_from.title, p_from.theme, p_from.delivery, p_from.venue, p_from.room,
           min(q.starts), max(q.ends), app.weeks_later(p_from.booking_opens, p_weeks), app.weeks_later(p_from.booking_closes, p_weeks),
           app.weeks_later(p_from.free_until, p_weeks), p_from.min_numbers, p_from.max_per_agency, p_from.waiting_limit,
           p_from.quotas, p_from.approval, p_from.review, p_from.notes, p_from.streams, '[]', p_from.workshop_rules,
           p_from.only_agencies, p_from.only_sectors, p_from.by_invitation, p_from.terms, p_from.full_fee,
           p_from.cost_venue, p_from.cost_trainer, p_from.cost_other
      FROM app.parts_later(p_from.id, p_weeks) q
    RETURNING id, slug INTO v_id, v_slug;
    INSERT INTO part (session, number, name, starts, ends, room)
    SELECT v_id, q.number, q.name, q.starts, q.ends, q.room FROM app.parts_later(p_from.id, p_weeks) q;
    INSERT INTO pool (session, kind, capacity) SELECT v_id, kind, capacity FROM pool WHERE session = p_from.id AND kind <> 'workshop';
    INSERT INTO duty (session, person, kind, listed, position)
    SELECT v_id, person, kind, listed, position FROM duty WHERE session = p_from.id;
    INSERT INTO reserve (session, label, agency, setting, sectors, places, release)
    SELECT v_id, label, agency, setting, sectors, places, app.weeks_later(release, p_weeks) FROM reserve WHERE session = p_from.id;
    WITH made AS (
        INSERT INTO workshop (session, code, slot, stream, title, room, repeat_of, waiting)
        SELECT v_id, code, slot, stream, title, room, repeat_of, waiting FROM workshop WHERE session = p_from.id
        RETURNING id, code
    )
    INSERT INTO pool (session, kind, workshop, capacity)
    SELECT v_id, 'workshop', m.id, l.capacity
      FROM made m JOIN workshop w ON w.session = p_from.id AND w.code = m.code JOIN pool l ON l.workshop = w.id;
    INSERT INTO audit (person, act, object, detail)
    VALUES (p_actor, 'copy_session', 'session ' || v_slug, jsonb_build_object('from', p_from.slug));
END $$;

-- keep_places: keep places of a session for a group, change or end that.
-- p_reserve NULL: a new one; p_places 0 ends it.  What becomes free goes on.
-- Outcomes: kept; not_found; gone; no_group; too_many (with those there are).
CREATE FUNCTION app.keep_places(p_actor bigint, p_slug text, p_reserve bigint, p_group text, p_places int, p_release date,
                                OUT outcome text, OUT most int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  session;
    v_release  timestamptz;
    v_kept     int;
    v_label    text;
BEGIN
    SELECT * INTO v_session FROM session s WHERE s.slug = p_slug AND app.coordinator(p_actor) IS NOT NULL AND app.may_read(p_actor, s.id);
    IF NOT FOUND THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    PERFORM app.lock_session(v_session.id);
    SELECT sum(capacity) INTO most FROM pool WHERE session = v_session.id AND kind IN ('main', 'in_person');
    SELECT coalesce(sum(places), 0) INTO v_kept FROM reserve
     WHERE session = v_session.id AND NOT released AND id IS DISTINCT FROM p_reserve;
    SELECT g.words INTO v_label FROM app.edit_group g WHERE g.value = p_group;
    outcome := CASE WHEN p_reserve IS NULL AND v_label IS NULL THEN 'no_group'
                    WHEN p_reserve IS NOT NULL AND NOT EXISTS (
                         SELECT FROM reserve WHERE id = p_reserve AND session = v_session.id AND NOT released) THEN 'gone'
                    WHEN v_kept + p_places > most THEN 'too_many' ELSE 'kept' END;
    IF outcome <> 'kept' THEN
        most := most - v_kept;
        RETURN;
    END IF;
    v_release := coalesce(local_instant(p_release + time '09:00'),
                          app.working_days_before(v_session.starts, (SELECT release_days FROM rule)));
    IF p_reserve IS NULL THEN
        INSERT INTO reserve (session, label, agency, setting, sectors, places, release)
        SELECT v_session.id, g.words, g.agency, g.setting, g.sectors, p_places, v_release
          FROM app.edit_group g WHERE g.value = p_group;
    ELSE
        SELECT label INTO v_label FROM reserve WHERE id = p_reserve;
        UPDATE reserve SET places = greatest(p_places, 1), released = p_places = 0,
               release = CASE WHEN p_places = 0 THEN clock() ELSE v_release END
         WHERE id = p_reserve;
    END IF;
    INSERT INTO audit (person, act, object, detail)
    VALUES (p_actor, 'keep_places', 'session ' || p_slug, jsonb_build_object('note', v_label || ': ' || p_places));
    PERFORM app.fill_places(v_session.id);
END $$;
