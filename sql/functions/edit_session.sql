-- A date made and changed at the desk: what its form holds (edit_form.sql)
-- written over what is there.

-- Write what a form holds over a session; the caller has checked and locked.
-- What is reckoned from the start moves along.
CREATE FUNCTION app.put_session(p_session bigint, p_fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_was   session;
    v_span  record;
BEGIN
    SELECT * INTO v_was FROM session WHERE id = p_session;
    SELECT min(q.starts) AS starts, max(q.ends) AS ends, min(q.starts) - v_was.starts AS later INTO v_span FROM app.parts_of(p_fields) q;
    UPDATE session s
       SET title = p_fields ->> 'title', theme = p_fields ->> 'theme', delivery = p_fields ->> 'delivery',
           room = r.id, venue = coalesce(r.venue, v.id),
           starts = v_span.starts, ends = v_span.ends, approval = p_fields ->> 'approval',
           join_url = nullif(p_fields ->> 'join_url', ''),
           visible_from = app.form_instant(p_fields ->> 'visible_from', '09:00', s.visible_from),
           booking_opens = app.form_instant(p_fields ->> 'booking_opens', '09:00', s.booking_opens),
           booking_closes = least(app.form_instant(p_fields ->> 'booking_closes', '17:00', s.booking_closes), v_span.starts),
           free_until = s.free_until + v_span.later,
           min_numbers = (p_fields ->> 'min_numbers')::int, max_per_agency = (p_fields ->> 'max_per_agency')::int,
           waiting_limit = (p_fields ->> 'waiting_limit')::int,
           only_agencies = ARRAY(SELECT a.id FROM agency a WHERE p_fields -> 'only_agencies' ? a.code ORDER BY a.id),
           only_sectors = ARRAY(SELECT jsonb_array_elements_text(p_fields -> 'only_sectors')),
           by_invitation = (p_fields ->> 'by_invitation')::boolean,
           terms = nullif(p_fields ->> 'terms', ''), full_fee = 100 * (p_fields ->> 'full_fee')::int,
           cost_venue = 100 * coalesce((p_fields ->> 'cost_venue')::int, 0),
           cost_trainer = 100 * coalesce((p_fields ->> 'cost_trainer')::int, 0),
           cost_other = 100 * coalesce((p_fields ->> 'cost_other')::int, 0),
           notes = app.lines(p_fields ->> 'notes'), version = s.version + 1
      FROM (SELECT) AS one LEFT JOIN room r ON r.code = p_fields ->> 'room' LEFT JOIN venue v ON v.code = p_fields ->> 'room'
     WHERE s.id = p_session;
    UPDATE reserve SET release = release + v_span.later, version = version + (coalesce(v_span.later, '0') <> '0')::int WHERE session = p_session AND NOT released;
    DELETE FROM part WHERE session = p_session AND number > (SELECT count(*) FROM app.parts_of(p_fields));
    INSERT INTO part (session, number, name, starts, ends, room)
    SELECT p_session, q.number, q.name, q.starts, q.ends, r.id
      FROM app.parts_of(p_fields) q LEFT JOIN room r ON r.code = q.room
        ON CONFLICT (session, number) DO UPDATE
       SET name = excluded.name, starts = excluded.starts, ends = excluded.ends, room = excluded.room;
    PERFORM app.put_pools(p_session, v_was.delivery, p_fields);
    PERFORM app.put_duties(p_session, p_fields);
END $$;

-- Its places: one pool, or two where people can choose to come online.  Where
-- they no longer can, those of both come together.
CREATE FUNCTION app.put_pools(p_session bigint, p_was text, p_fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_hybrid  boolean := p_fields ->> 'delivery' = 'hybrid';
    v_online  pool;
BEGIN
    SELECT * INTO v_online FROM pool WHERE session = p_session AND kind = 'virtual';
    UPDATE pool SET kind = CASE WHEN NOT v_hybrid THEN 'main' WHEN p_was = 'virtual' THEN 'virtual' ELSE 'in_person' END
     WHERE session = p_session AND kind IN ('main', 'in_person') AND NOT (v_hybrid AND kind = 'in_person');
    INSERT INTO pool (session, kind, capacity)
    SELECT p_session, k.kind, k.capacity
      FROM (VALUES (CASE WHEN v_hybrid THEN 'in_person' ELSE 'main' END, (p_fields ->> 'capacity')::int),
                   ('virtual', CASE WHEN v_hybrid THEN (p_fields ->> 'online_places')::int END)) AS k (kind, capacity)
     WHERE k.capacity IS NOT NULL
        ON CONFLICT (session, kind) WHERE kind <> 'workshop' DO UPDATE
       SET capacity = excluded.capacity, version = pool.version + (pool.capacity <> excluded.capacity)::int;
    IF v_online.id IS NOT NULL AND NOT v_hybrid THEN
        UPDATE pool SET taken = taken + v_online.taken, waiting = waiting + v_online.waiting WHERE session = p_session AND kind = 'main';
        UPDATE booking b SET pool = l.id FROM pool l WHERE b.pool = v_online.id AND l.session = p_session AND l.kind = 'main';
        DELETE FROM pool WHERE id = v_online.id;
    END IF;
END $$;

-- Who leads it, and who looks after its welcome desk.
CREATE FUNCTION app.put_duties(p_session bigint, p_fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_stewards  text[] := ARRAY(SELECT lower(l) FROM unnest(app.lines(p_fields ->> 'stewards')) AS l);
BEGIN
    DELETE FROM duty d USING trainer t
     WHERE d.session = p_session AND d.kind = 'trainer' AND t.person = d.person AND NOT p_fields -> 'trainers' ? t.code
       AND EXISTS (SELECT FROM app.edit_trainer o WHERE o.code = t.code AND o.offered);
    DELETE FROM duty d USING person p
     WHERE d.session = p_session AND d.kind = 'steward' AND p.id = d.person AND p.email <> ALL (v_stewards);
    INSERT INTO duty (session, person, kind, listed, position)
    SELECT p_session, t.person, 'trainer', true, row_number() OVER (ORDER BY t.code)
      FROM trainer t WHERE p_fields -> 'trainers' ? t.code
        ON CONFLICT (session, person) DO UPDATE SET kind = 'trainer', listed = true WHERE duty.kind <> 'trainer';
    INSERT INTO duty (session, person, kind)
    SELECT p_session, p.id, 'steward' FROM person p WHERE p.email = ANY (v_stewards) AND p.status <> 'closed'
        ON CONFLICT DO NOTHING;
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

-- touched: what a form changes that people who are booked should know of.
CREATE FUNCTION app.touched(p_session bigint, p_fields jsonb) RETURNS TABLE (kind text, words text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    WITH s AS (SELECT s.*, app.session_form(s.id) AS form, p_fields ->> 'delivery' AS way FROM session s WHERE s.id = p_session)
    SELECT 'moved', 'It moves from ' || app.span_words(s.starts, s.ends) || ' to ' || app.span_words(n.starts, n.ends) || '.'
      FROM s, (SELECT min(q.starts) AS starts, max(q.ends) AS ends FROM app.parts_of(p_fields) q) AS n
     WHERE EXISTS (SELECT q.number, q.starts, q.ends FROM part q WHERE q.session = p_session
                   EXCEPT SELECT m.number, m.starts, m.ends FROM app.parts_of(p_fields) m)
        OR EXISTS (SELECT m.number, m.starts, m.ends FROM app.parts_of(p_fields) m
                   EXCEPT SELECT q.number, q.starts, q.ends FROM part q WHERE q.session = p_session)
     UNION ALL
    SELECT CASE WHEN s.way = 'virtual' THEN 'online' ELSE 'venue' END,
           CASE WHEN s.way = 'virtual' THEN 'It takes place online'
                ELSE 'It takes place at ' || coalesce(app.place_of(p_fields ->> 'room'), 'a venue that we tell you later')
                     || CASE s.way WHEN 'hybrid' THEN ', or online' ELSE '' END END
           || CASE WHEN s.delivery <> s.way OR s.form ->> 'room' <> '' THEN coalesce(', not at ' || app.place_short(s.id), '') ELSE '' END || '.'
      FROM s WHERE s.delivery <> s.way OR s.way <> 'virtual' AND s.form ->> 'room' <> p_fields ->> 'room'
     UNION ALL
    SELECT 'venue', string_agg(n.name || ' is in ' || coalesce(r.name, 'the main room') || '.', ' ' ORDER BY n.number)
      FROM app.parts_of(p_fields) n
      JOIN part q ON q.session = p_session AND q.number = n.number
      LEFT JOIN room r ON r.code = n.room
     WHERE q.room IS DISTINCT FROM r.id HAVING count(*) > 0
     UNION ALL
    SELECT 'online', 'It has a new joining link.' FROM s WHERE s.join_url <> p_fields ->> 'join_url' AND s.way <> 'in_person'
     UNION ALL
    SELECT 'trainer', coalesce('It is led by ' || app.led_by(ARRAY(SELECT jsonb_array_elements_text(p_fields -> 'trainers'))), 'Who leads it is not known yet') || '.'
      FROM s WHERE NOT (s.form -> 'trainers' @> (p_fields -> 'trainers') AND s.form -> 'trainers' <@ (p_fields -> 'trainers'))
     UNION ALL
    SELECT 'title', 'It is called ' || (p_fields ->> 'title') || '.' FROM s WHERE s.title <> p_fields ->> 'title'
$$;

-- Trainers by their codes, in words.
CREATE FUNCTION app.led_by(p_codes text[]) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT string_agg(concat_ws(' ', p.first_name, nullif(p.last_name, '')), ' and ' ORDER BY t.code)
      FROM trainer t JOIN person p ON p.id = t.person WHERE t.code = ANY (p_codes)
$$;

-- A room with its venue, or a venue, by its code.
CREATE FUNCTION app.place_of(p_code text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT coalesce((SELECT r.name || ', ' || v.name FROM room r JOIN venue v ON v.id = r.venue WHERE r.code = p_code),
                    (SELECT v.name FROM venue v WHERE v.code = p_code))
$$;

-- The places that a form leaves too few for those who have one: which field,
-- and how many there must be; NULL: none.
CREATE FUNCTION app.too_few(p_session bigint, p_fields jsonb, OUT field text, OUT taken int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT k.field, sum(k.taken)::int
      FROM (SELECT l.taken, CASE WHEN p_fields ->> 'delivery' = 'hybrid' AND (l.kind = 'virtual' OR l.kind = 'main' AND s.delivery = 'virtual')
                                 THEN 'online_places' ELSE 'capacity' END AS field
              FROM pool l JOIN session s ON s.id = l.session
             WHERE l.session = p_session AND l.kind <> 'workshop') AS k
     GROUP BY k.field HAVING sum(k.taken) > coalesce((p_fields ->> k.field)::int, 0)
     ORDER BY k.field LIMIT 1
$$;

-- change_session: what its form holds, over the version that was read.
-- p_tell: yes or no: whether to write to the people booked about what touches
-- them, and p_why; a date that moves asks them whether they can still come.
-- Outcomes: saved; not_found; stale; below_taken (with the field and number);
-- tell: people are booked and it touches them, say whether to write to them;
-- session_over: nobody is moved afterwards; in_past.
CREATE FUNCTION app.change_session(p_actor bigint, p_slug text, p_version int, p_fields jsonb, p_tell text, p_why text,
                                   OUT outcome text, OUT field text, OUT taken int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_was     session;
    v_form    jsonb;
    v_touch   record;
BEGIN
    SELECT * INTO v_was FROM session s WHERE s.slug = p_slug AND app.coordinator(p_actor) IS NOT NULL;
    IF NOT FOUND OR NOT app.may_read(p_actor, v_was.id) THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    PERFORM app.lock_session(v_was.id);
    SELECT * INTO v_was FROM session WHERE id = v_was.id FOR UPDATE;
    v_form := app.session_form(v_was.id);
    SELECT string_agg(t.words, ' ') AS words, (array_agg(t.kind))[1] AS kind,
           coalesce(string_agg(t.words, ' ') FILTER (WHERE t.kind <> 'moved'), '') AS besides, bool_or(t.kind = 'moved') AS moves, bool_or(t.kind IN ('moved', 'venue', 'online')) AS elsewhere
      INTO v_touch FROM app.touched(v_was.id, p_fields) t
     WHERE app.live_bookings(v_was.id) > 0;
    SELECT f.field, f.taken INTO field, taken FROM app.too_few(v_was.id, p_fields) f;
    outcome := CASE
        WHEN v_was.version <> p_version THEN 'stale'
        WHEN v_touch.elsewhere AND v_was.ends <= clock() THEN 'session_over'
        WHEN v_touch.moves AND v_was.starts > clock()
             AND (SELECT min(q.starts) FROM app.parts_of(p_fields) q) <= clock() THEN 'in_past'
        WHEN field IS NOT NULL THEN 'below_taken'
        WHEN v_touch.words IS NOT NULL AND p_tell IS NULL AND v_was.ends > clock() THEN 'tell'
        ELSE 'saved' END;
    IF outcome <> 'saved' THEN
        RETURN;
    END IF;
    PERFORM app.put_session(v_was.id, p_fields);
    INSERT INTO audit (person, act, object, detail)
    VALUES (p_actor, 'edit_session', 'session ' || p_slug,
            app.fields_both(v_form, app.session_form(v_was.id)));
    IF v_touch.words IS NOT NULL AND v_was.status = 'open' AND v_was.ends > clock() THEN
        PERFORM app.tell_touched(p_actor, v_was, v_touch.kind, v_touch.words, p_tell = 'yes',
                                 btrim(concat_ws(' ', p_why, CASE WHEN v_touch.moves THEN v_touch.besides END)));
    END IF;
    PERFORM app.fill_places(v_was.id);
END $$;

-- What touches the people of a date is kept for its pages, and told them if
-- that is wanted; p_was: as it was before.
CREATE FUNCTION app.tell_touched(p_actor bigint, p_was lectern.session, p_kind text, p_words text, p_tell boolean, p_why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_change  bigint;
BEGIN
    UPDATE session s
       SET sequence = s.sequence + 1,
           earlier_dates = CASE WHEN (s.starts AT TIME ZONE 'Europe/London')::date <> (p_was.starts AT TIME ZONE 'Europe/London')::date
                                THEN s.earlier_dates || (p_was.starts AT TIME ZONE 'Europe/London')::date ELSE s.earlier_dates END
     WHERE s.id = p_was.id;
    v_change := app.note_change(p_was.id, p_actor, p_kind, p_words, p_why);
    IF p_tell AND p_kind = 'moved' THEN
        PERFORM app.ask_still_coming(p_was.id, v_change, p_was.starts, p_was.ends);
    ELSIF p_tell THEN
        PERFORM app.tell_change(v_change);
    ELSIF p_kind = 'moved' THEN
        UPDATE booking b SET free_until = b.free_until + (s.starts - p_was.starts) FROM session s WHERE s.id = b.session AND s.id = p_was.id AND b.live;
    END IF;
END $$;

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
