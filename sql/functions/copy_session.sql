-- The programme: a term opened for booking, or copied.

-- publish: open drafts for booking, all of them or none; nothing of them shows
-- before p_at.  Who waits for any date of the course comes first.  Outcomes: published; not_found; incomplete; no_dates.
CREATE FUNCTION app.publish(p_actor bigint, p_slugs text[], p_at timestamptz, OUT outcome text, OUT published int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_id      bigint;
    v_all     bigint[];
    v_opened  bigint[];
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
         WHERE s.id = ANY (v_all) AND s.status = 'draft' RETURNING s.id, s.slug
    ), traced AS (
        INSERT INTO audit (person, act, object, detail)
        SELECT p_actor, 'publish_session', 'session ' || o.slug, jsonb_strip_nulls(jsonb_build_object('from', p_at)) FROM opened o
    )
    SELECT coalesce(array_agg(o.id ORDER BY o.id), '{}') INTO v_opened FROM opened o;
    FOREACH v_id IN ARRAY v_opened LOOP
        PERFORM app.fill_places(v_id);
    END LOOP;
    published := cardinality(v_opened);
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

-- The form of a session as it would be some weeks on.
CREATE FUNCTION app.form_later(p_session bigint, p_weeks int) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT app.session_form(p_session)
           || coalesce((SELECT jsonb_object_agg('part' || q.number || '_date', app.form_day(q.starts))
                          FROM app.parts_later(p_session, p_weeks) q WHERE q.starts IS NOT NULL AND q.ends IS NOT NULL), '{}')
$$;

-- The plan of a day some weeks on, at the same local times.
CREATE FUNCTION app.agenda_later(p_agenda jsonb, p_weeks int) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT coalesce(jsonb_agg(e.entry || jsonb_build_object('starts', app.weeks_later((e.entry ->> 'starts')::timestamptz, p_weeks),
                                                            'ends', app.weeks_later((e.entry ->> 'ends')::timestamptz, p_weeks)) ORDER BY e.n), '[]')
      FROM jsonb_array_elements(p_agenda) WITH ORDINALITY AS e (entry, n)
$$;

-- copy_sessions: drafts of the same dates so many weeks on.  A date whose time
-- does not exist then, or that is there already, is left out.
-- Outcomes: copied, with their number and that of those left out; not_found; no_dates.
CREATE FUNCTION app.copy_sessions(p_actor bigint, p_slugs text[], p_weeks int, OUT outcome text, OUT copied int, OUT left_out int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  session;
BEGIN
    copied := 0;
    left_out := cardinality(p_slugs);
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
        left_out := left_out - 1;
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
                         streams, agenda, workshop_rules, only_agencies, only_sectors, by_invitation, terms,
                         cost_venue, cost_trainer, cost_other, full_fee)
    SELECT app.next_ref(p_from.event), p_from.event, p_from.title, p_from.theme, p_from.delivery, p_from.venue, p_from.room,
           min(q.starts), max(q.ends), app.weeks_later(p_from.booking_opens, p_weeks), app.weeks_later(p_from.booking_closes, p_weeks),
           app.weeks_later(p_from.free_until, p_weeks), p_from.min_numbers, p_from.max_per_agency, p_from.waiting_limit,
           p_from.quotas, p_from.approval, p_from.review, p_from.notes, p_from.streams, app.agenda_later(p_from.agenda, p_weeks), p_from.workshop_rules,
           p_from.only_agencies, p_from.only_sectors, p_from.by_invitation, p_from.terms,
           p_from.cost_venue, p_from.cost_trainer, p_from.cost_other, p_from.full_fee
      FROM app.parts_later(p_from.id, p_weeks) q
    RETURNING id, slug INTO v_id, v_slug;
    INSERT INTO part (session, number, name, starts, ends, room)
    SELECT v_id, q.number, q.name, q.starts, q.ends, q.room FROM app.parts_later(p_from.id, p_weeks) q;
    INSERT INTO pool (session, kind, capacity) SELECT v_id, kind, capacity FROM pool WHERE session = p_from.id AND kind <> 'workshop';
    INSERT INTO duty (session, person, kind, listed, position)
    SELECT v_id, d.person, d.kind, d.listed, d.position FROM duty d
     WHERE d.session = p_from.id AND NOT EXISTS (SELECT FROM trainer t WHERE t.person = d.person AND t.retired);
    INSERT INTO reserve (session, label, agency, setting, sectors, places, release, released)
    SELECT v_id, r.label, r.agency, r.setting, r.sectors, r.places, l.release, coalesce(l.release <= clock(), false)
      FROM reserve r CROSS JOIN LATERAL (SELECT app.weeks_later(r.release, p_weeks) AS release) AS l WHERE r.session = p_from.id;
    INSERT INTO session_cap (session, agency, places) SELECT v_id, agency, places FROM session_cap WHERE session = p_from.id;
    INSERT INTO check_item (session, delivery, words, days) SELECT v_id, delivery, words, days FROM check_item WHERE session = p_from.id;
    WITH made AS (
        INSERT INTO workshop (session, code, slot, stream, title, room, repeat_of, waiting)
        SELECT v_id, code, slot, stream, title, room, repeat_of, waiting FROM workshop WHERE session = p_from.id
        RETURNING id, code
    )
    INSERT INTO pool (session, kind, workshop, capacity)
    SELECT v_id, 'workshop', m.id, l.capacity
      FROM made m JOIN workshop w ON w.session = p_from.id AND w.code = m.code JOIN pool l ON l.workshop = w.id;
    INSERT INTO workshop_lead (workshop, trainer)
    SELECT m.id, l.trainer
      FROM workshop m JOIN workshop w ON w.session = p_from.id AND w.code = m.code JOIN workshop_lead l ON l.workshop = w.id
     WHERE m.session = v_id;
    INSERT INTO audit (person, act, object, detail)
    VALUES (p_actor, 'copy_session', 'session ' || v_slug, jsonb_build_object('from', p_from.slug));
END $$;
