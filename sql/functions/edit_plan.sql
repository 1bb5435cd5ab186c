-- The plan of a date's day and its workshops, made and changed at the desk.
-- p_slot or p_code NULL: a new one; p_remove: it goes.  Each has a version.

-- What the form of an hour of the plan holds.
CREATE FUNCTION app.plan_form(p_session bigint, p_slot text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT jsonb_build_object('title', a.title, 'day', a.part::text, 'starts', to_char(a.starts AT TIME ZONE 'Europe/London', 'HH24:MI'),
               'ends', to_char(a.ends AT TIME ZONE 'Europe/London', 'HH24:MI'), 'room', coalesce(a.room_code, ''),
               'round', a.round, 'version', a.version)
      FROM app.edit_plan a WHERE a.session = p_session AND a.slot = p_slot
$$;

CREATE FUNCTION app.workshop_form(p_session bigint, p_code text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT jsonb_build_object('title', w.title, 'slot', w.slot, 'stream', coalesce(w.stream, ''), 'room', coalesce(r.code, ''),
               'capacity', l.capacity, 'waiting', w.waiting, 'repeat_of', coalesce(w.repeat_of, ''),
               'leads', (SELECT coalesce(jsonb_agg(t.code ORDER BY t.code), '[]') FROM workshop_lead d JOIN trainer t ON t.person = d.trainer WHERE d.workshop = w.id),
               'version', w.version)
      FROM workshop w JOIN pool l ON l.workshop = w.id LEFT JOIN room r ON r.id = w.room
     WHERE w.session = p_session AND w.code = p_code
$$;

-- The hours that a form of the plan names; NULL where there is no such time.
CREATE FUNCTION app.plan_hours(p_session bigint, p_fields jsonb, OUT starts timestamptz, OUT ends timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT local_instant(d.day + (p_fields ->> 'starts')::time), local_instant(d.day + (p_fields ->> 'ends')::time)
      FROM (SELECT (q.starts AT TIME ZONE 'Europe/London')::date AS day FROM part q
             WHERE q.session = p_session AND q.number::text = p_fields ->> 'day') AS d
$$;

-- plan_touched: what a form of the plan changes for people who are booked, in
-- a sentence; NULL: nothing.
CREATE FUNCTION app.plan_touched(p_session bigint, p_slot text, p_fields jsonb, p_remove boolean) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT CASE WHEN p_remove THEN a.title || ' does not take place.'
                ELSE (p_fields ->> 'title') || ' is from ' || app.clock_words(h.starts) || ' to ' || app.clock_words(h.ends)
                     || coalesce(' in ' || (SELECT r.name FROM room r WHERE r.code = p_fields ->> 'room'), '') || '.' END
      FROM app.edit_plan a CROSS JOIN LATERAL app.plan_hours(p_session, p_fields) AS h
     WHERE a.session = p_session AND a.slot = p_slot AND app.session_fixed(p_session) IS NULL AND app.live_bookings(p_session) > 0
       AND (p_remove OR a.starts <> h.starts OR a.ends <> h.ends OR coalesce(a.room_code, '') <> p_fields ->> 'room')
$$;

-- put_plan: an hour of the plan.
-- Outcomes: saved; not_found; stale; no_hours; ends_first; has_workshops (a
-- round that has some cannot go); tell.
CREATE FUNCTION app.put_plan(p_actor bigint, p_slug text, p_slot text, p_version int, p_fields jsonb, p_remove boolean,
                             p_tell text, p_why text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_id     bigint := app.lock_for_edit(p_actor, p_slug);
    v_was    jsonb := app.plan_form(v_id, p_slot);
    v_at     record;
    v_words  text;
    v_slot   text := p_slot;
    v_old    jsonb := (SELECT e FROM session s, jsonb_array_elements(s.agenda) AS e WHERE s.id = v_id AND e ->> 'slot' = p_slot);
BEGIN
    SELECT * INTO v_at FROM app.plan_hours(v_id, p_fields);
    v_words := app.plan_touched(v_id, p_slot, p_fields, p_remove);
    outcome := CASE
        WHEN v_id IS NULL OR p_slot IS NOT NULL AND v_was IS NULL THEN 'not_found'
        WHEN p_slot IS NOT NULL AND (v_was ->> 'version')::int <> p_version THEN 'stale'
        WHEN (p_remove OR NOT (p_fields ->> 'round')::boolean)
             AND EXISTS (SELECT FROM workshop WHERE session = v_id AND slot = p_slot) THEN 'has_workshops'
        WHEN v_at.starts IS NULL OR v_at.ends IS NULL THEN 'no_hours'
        WHEN v_at.ends <= v_at.starts THEN 'ends_first'
        WHEN v_words IS NOT NULL AND p_tell IS NULL THEN 'tell'
        ELSE 'saved' END;
    IF outcome <> 'saved' THEN
        RETURN;
    END IF;
    v_slot := coalesce(p_slot, (SELECT 'H' || coalesce(max(substring(a.slot FROM '^H(\d{1,6})$')::int), 0) + 1 FROM app.edit_plan a WHERE a.session = v_id));
    UPDATE session s
       SET agenda = (SELECT coalesce(jsonb_agg(e ORDER BY (e ->> 'starts')::timestamptz, e ->> 'slot'), '[]')
                       FROM (SELECT e FROM jsonb_array_elements(s.agenda) AS e WHERE e ->> 'slot' <> v_slot
                              UNION ALL
                             SELECT coalesce(v_old, '{"type": "plenary"}')
                                    || jsonb_build_object('slot', v_slot, 'title', p_fields ->> 'title', 'starts', v_at.starts, 'ends', v_at.ends,
                                        'room_code', nullif(p_fields ->> 'room', ''), 'version', coalesce(p_version, 0) + 1)
                                    || CASE WHEN (p_fields ->> 'round')::boolean THEN '{"type": "workshop_round"}'
                                            WHEN v_old ->> 'type' = 'workshop_round' THEN '{"type": "plenary"}' ELSE '{}'::jsonb END
                              WHERE NOT p_remove) AS x (e))
     WHERE s.id = v_id;
    PERFORM app.note_plan(p_actor, v_id, 'plan ' || p_slug || ' ' || v_slot, v_was, app.plan_form(v_id, v_slot));
    IF v_words IS NOT NULL THEN
        PERFORM app.tell_plan(p_actor, v_id, v_words, p_why, ARRAY(SELECT b.id FROM booking b WHERE b.session = v_id AND b.live AND p_tell = 'yes'));
    END IF;
END $$;

-- Whom a change of a workshop touches.
CREATE FUNCTION app.choosers(p_session bigint, p_code text) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT c.booking FROM choice c JOIN workshop w ON w.id = c.workshop
     WHERE w.session = p_session AND w.code = p_code AND c.state <> 'ended' ORDER BY c.booking
$$;

CREATE FUNCTION app.workshop_touched(p_session bigint, p_code text, p_fields jsonb, p_remove boolean) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT CASE WHEN p_remove THEN 'The workshop ' || w.title || ' does not take place. Choose another one on the page of your booking.'
                ELSE 'The workshop ' || (p_fields ->> 'title') || ' is in ' || coalesce((SELECT r.name FROM room r WHERE r.code = p_fields ->> 'room'), 'a room that we tell you later') || '.' END
      FROM workshop w LEFT JOIN room r ON r.id = w.room
     WHERE w.session = p_session AND w.code = p_code AND app.session_fixed(p_session) IS NULL
       AND EXISTS (SELECT FROM app.choosers(p_session, p_code))
       AND (p_remove OR coalesce(r.code, '') <> p_fields ->> 'room')
$$;

-- put_workshop: a workshop of a round, with its places, who leads it and what
-- it repeats.  More places go to its line at once.
-- Outcomes: saved; not_found; stale; workshop_code; no_round; no_repeat;
-- chosen (people have chosen it in its round); below_taken, with the number; tell.
CREATE FUNCTION app.put_workshop(p_actor bigint, p_slug text, p_code text, p_version int, p_fields jsonb, p_remove boolean,
                                 p_tell text, p_why text, OUT outcome text, OUT taken int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_id     bigint := app.lock_for_edit(p_actor, p_slug);
    v_code   text := coalesce(p_code, p_fields ->> 'code');
    v_was    jsonb := app.workshop_form(v_id, v_code);
    v_words  text := app.workshop_touched(v_id, p_code, p_fields, p_remove);
    v_who    bigint[] := ARRAY(SELECT c FROM app.choosers(v_id, p_code) AS c WHERE p_tell = 'yes');
BEGIN
    SELECT l.taken INTO taken FROM workshop w JOIN pool l ON l.workshop = w.id WHERE w.session = v_id AND w.code = p_code;
    outcome := CASE
        WHEN v_id IS NULL OR p_code IS NOT NULL AND v_was IS NULL THEN 'not_found'
        WHEN p_code IS NULL AND v_was IS NOT NULL THEN 'workshop_code'
        WHEN p_code IS NOT NULL AND (v_was ->> 'version')::int <> p_version THEN 'stale'
        WHEN NOT EXISTS (SELECT FROM app.edit_plan a WHERE a.session = v_id AND a.slot = p_fields ->> 'slot' AND a.round) THEN 'no_round'
        WHEN p_fields ->> 'repeat_of' <> '' AND NOT EXISTS (
             SELECT FROM workshop w WHERE w.session = v_id AND w.code = p_fields ->> 'repeat_of' AND w.code <> v_code AND w.slot <> p_fields ->> 'slot') THEN 'no_repeat'
        WHEN NOT p_remove AND v_was ->> 'slot' <> p_fields ->> 'slot' AND EXISTS (SELECT FROM app.choosers(v_id, p_code)) THEN 'chosen'
        WHEN NOT p_remove AND taken > (p_fields ->> 'capacity')::int THEN 'below_taken'
        WHEN v_words IS NOT NULL AND p_tell IS NULL THEN 'tell'
        ELSE 'saved' END;
    IF outcome <> 'saved' THEN
        RETURN;
    END IF;
    IF p_remove THEN
        PERFORM app.drop_workshop(v_id, p_code);
    ELSE
        PERFORM app.write_workshop(v_id, v_code, p_fields);
    END IF;
    PERFORM app.note_plan(p_actor, v_id, 'workshop ' || p_slug || ' ' || v_code, v_was, app.workshop_form(v_id, v_code));
    IF v_words IS NOT NULL THEN
        PERFORM app.tell_plan(p_actor, v_id, v_words, p_why, v_who);
    END IF;
    PERFORM app.fill_workshops(v_id);
END $$;

CREATE FUNCTION app.write_workshop(p_session bigint, p_code text, p_fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_id  bigint;
BEGIN
    INSERT INTO workshop (session, code, slot, title, stream, room, repeat_of, waiting)
    SELECT p_session, p_code, p_fields ->> 'slot', p_fields ->> 'title', nullif(p_fields ->> 'stream', ''),
           (SELECT r.id FROM room r WHERE r.code = p_fields ->> 'room'), nullif(p_fields ->> 'repeat_of', ''), (p_fields ->> 'waiting')::boolean
        ON CONFLICT (session, code) DO UPDATE
       SET slot = excluded.slot, title = excluded.title, stream = excluded.stream, room = excluded.room,
           repeat_of = excluded.repeat_of, waiting = excluded.waiting, version = workshop.version + 1
    RETURNING id INTO v_id;
    INSERT INTO pool (session, kind, workshop, capacity) VALUES (p_session, 'workshop', v_id, (p_fields ->> 'capacity')::int)
        ON CONFLICT (workshop) DO UPDATE SET capacity = excluded.capacity;
    DELETE FROM workshop_lead l USING trainer t
     WHERE l.workshop = v_id AND t.person = l.trainer AND EXISTS (SELECT FROM app.edit_trainer o WHERE o.code = t.code AND o.offered);
    INSERT INTO workshop_lead (workshop, trainer) SELECT v_id, t.person FROM trainer t WHERE p_fields -> 'leads' ? t.code
        ON CONFLICT DO NOTHING;
END $$;

-- Who had it has none in that round until they choose again.
CREATE FUNCTION app.drop_workshop(p_session bigint, p_code text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_id  bigint := (SELECT id FROM workshop WHERE session = p_session AND code = p_code);
BEGIN
    UPDATE booking b SET sequence = b.sequence + 1 FROM choice c WHERE c.booking = b.id AND c.workshop = v_id AND c.state = 'chosen';
    DELETE FROM choice WHERE workshop = v_id;
    DELETE FROM workshop_lead WHERE workshop = v_id;
    DELETE FROM pool WHERE workshop = v_id;
    DELETE FROM workshop WHERE id = v_id;
    UPDATE workshop SET repeat_of = NULL WHERE session = p_session AND repeat_of = p_code;
END $$;

-- A session that a coordinator may change, locked; NULL: none.
CREATE FUNCTION app.lock_for_edit(p_actor bigint, p_slug text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_id  bigint := (SELECT s.id FROM session s WHERE s.slug = p_slug AND app.coordinator(p_actor) IS NOT NULL);
BEGIN
    IF v_id IS NULL OR NOT app.may_read(p_actor, v_id) THEN
        RETURN NULL;
    END IF;
    PERFORM app.lock_session(v_id);
    RETURN v_id;
END $$;

CREATE FUNCTION app.note_plan(p_actor bigint, p_session bigint, p_object text, p_was jsonb, p_now jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    INSERT INTO audit (person, act, object, detail)
    VALUES (p_actor, CASE WHEN p_was IS NULL THEN 'make_plan' WHEN p_now IS NULL THEN 'remove_plan' ELSE 'change_plan' END, p_object,
            app.fields_both(coalesce(p_was, '{}'), coalesce(p_now, '{}')));
    INSERT INTO audit (person, act, object, detail)
    SELECT p_actor, 'edit_plan', 'session ' || s.slug, jsonb_build_object('note', coalesce(p_now, p_was) ->> 'title' || CASE WHEN p_was IS NULL THEN ': new' WHEN p_now IS NULL THEN ': removed' ELSE '' END)
           || CASE WHEN p_was IS NULL OR p_now IS NULL THEN '{}' ELSE app.fields_both(p_was, p_now) END FROM session s WHERE s.id = p_session;
$$;

CREATE FUNCTION app.tell_plan(p_actor bigint, p_session bigint, p_words text, p_why text, p_bookings bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    UPDATE session SET sequence = sequence + 1 WHERE id = p_session;
    PERFORM app.note_change(p_session, p_actor, 'plan', p_words, p_why);
    PERFORM app.tell(b, 'session_changed', jsonb_build_object('change_words', p_words, 'change_why', coalesce(p_why, '')))
       FROM unnest(p_bookings) AS b;
END $$;

-- What a coordinator should know before a workshop is saved.
CREATE FUNCTION app.workshop_clashes(p_session bigint, p_code text, p_fields jsonb) RETURNS TABLE (words text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    WITH mine AS (SELECT a.starts, a.ends, r.id AS room, r.name, r.capacity
                    FROM app.edit_plan a LEFT JOIN room r ON r.code = p_fields ->> 'room'
                   WHERE a.session = p_session AND a.slot = p_fields ->> 'slot'),
         beside AS (SELECT w.*, m.room AS wanted, m.name FROM mine m
                      JOIN app.edit_plan a ON a.session = p_session AND a.starts < m.ends AND a.ends > m.starts
                      JOIN workshop w ON w.session = p_session AND w.slot = a.slot AND w.code IS DISTINCT FROM p_code),
         other AS (SELECT u.kind, u.thing, CASE WHEN EXISTS (SELECT FROM app.secret_session x WHERE x.session = u.session) THEN 'another date' ELSE u.title END AS title,
                          u.starts, u.ends, m.room AS wanted, m.name
                     FROM mine m JOIN app.occupied u ON u.starts < m.ends AND u.ends > m.starts AND u.session <> p_session)
    SELECT m.name || ' holds ' || m.capacity || ' people, and there are ' || (p_fields ->> 'capacity') || ' places'
      FROM mine m WHERE (p_fields ->> 'capacity')::int > m.capacity
     UNION ALL
    SELECT b.name || ' is taken at that time: ' || b.title FROM beside b WHERE b.room = b.wanted
     UNION ALL
    SELECT o.name || ' is taken: ' || o.title || ', ' || app.span_words(o.starts, o.ends) FROM other o WHERE o.kind = 'room' AND o.thing = o.wanted
     UNION ALL
    SELECT app.led_by(ARRAY[t.code]) || ' leads something else at that time: ' || b.title
      FROM beside b JOIN workshop_lead d ON d.workshop = b.id JOIN trainer t ON t.person = d.trainer WHERE p_fields -> 'leads' ? t.code
     UNION ALL
    SELECT DISTINCT app.led_by(ARRAY[t.code]) || ' leads something else: ' || o.title || ', ' || app.span_words(o.starts, o.ends)
      FROM other o JOIN trainer t ON o.kind = 'trainer' AND t.person = o.thing WHERE p_fields -> 'leads' ? t.code
$$;
