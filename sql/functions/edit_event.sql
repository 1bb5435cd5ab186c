-- A course, conference or other event made and changed at the desk.

-- What its form holds now; needs1, needs1_months and needs1_equal to needs4_…
-- are what must come before it.
CREATE FUNCTION app.event_form(p_event bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT jsonb_build_object('kind', e.kind, 'title', e.title, 'summary', e.summary, 'outcomes', to_jsonb(e.outcomes),
               'audience', to_jsonb(e.audience), 'topics', to_jsonb(e.topics), 'level', e.level, 'delivery', (SELECT coalesce(jsonb_agg(w ORDER BY w), '[]') FROM unnest(e.delivery) AS w),
               'duration', e.duration, 'minutes', e.minutes,
               'capacity', coalesce((e.capacity_split ->> 'in_person')::int, e.capacity), 'online_places', e.capacity_split -> 'virtual',
               'min_numbers', e.min_numbers, 'max_per_agency', e.max_per_agency, 'refresher_months', e.refresher_months,
               'form', coalesce(e.form, ''), 'late_grace', e.late_grace, 'full_attendance', e.full_attendance,
               'content_warning', e.content_warning, 'school_focused', e.school_focused, 'open_to_public', e.open_to_public, 'approval_required', e.approval_required,
               'certificate', coalesce((e.certificate ->> 'issued')::boolean, false),
               'certificate_for', coalesce(e.certificate -> 'conditions', '[]'),
               'review', coalesce(r.code, ''), 'terms', coalesce(e.terms, ''), 'full_fee', e.full_fee / 100,
               'version', e.version)
           || coalesce((SELECT jsonb_object_agg(f.key, f.value)
                          FROM (SELECT n.code, q.within_months, q.equivalents, row_number() OVER (ORDER BY n.code) AS i
                                  FROM event_prerequisite q JOIN event n ON n.id = q.requires WHERE q.event = e.id) AS q
                         CROSS JOIN LATERAL (VALUES ('needs' || q.i, to_jsonb(q.code)),
                               ('needs' || q.i || '_months', to_jsonb(q.within_months)),
                               ('needs' || q.i || '_equal', to_jsonb(q.equivalents))) AS f (key, value)), '{}')
      FROM event e LEFT JOIN review r ON r.id = e.review
     WHERE e.id = p_event
$$;

-- make_event: a new one.  Outcomes: saved; not_found; code_taken; and those of
-- what must come before it.
CREATE FUNCTION app.make_event(p_actor bigint, p_fields jsonb, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_id  bigint;
BEGIN
    outcome := CASE WHEN app.coordinator(p_actor) IS NULL THEN 'not_found' ELSE app.event_flaw(p_actor, p_fields ->> 'code', p_fields) END;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    INSERT INTO event (code, kind, title, summary, level, duration, minutes, capacity, version)
    VALUES (p_fields ->> 'code', 'course', '', '', 'All', '', 1, 1, 0)
        ON CONFLICT DO NOTHING RETURNING id INTO v_id;
    IF v_id IS NULL THEN
        outcome := 'code_taken';
        RETURN;
    END IF;
    PERFORM app.put_event(p_actor, v_id, p_fields);
    INSERT INTO audit (person, act, object) VALUES (p_actor, 'make_event', 'event ' || (p_fields ->> 'code'));
    outcome := 'saved';
END $$;

-- change_event: over the version that was read.  Outcomes: saved; not_found;
-- stale; and those of what must come before it.
CREATE FUNCTION app.change_event(p_actor bigint, p_code text, p_version int, p_fields jsonb, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_event  event;
    v_was    jsonb;
BEGIN
    PERFORM app.lock_dates((SELECT e.id FROM event e WHERE e.code = p_code AND app.coordinator(p_actor) IS NOT NULL), NULL);
    SELECT * INTO v_event FROM event e WHERE e.code = p_code AND app.coordinator(p_actor) IS NOT NULL FOR UPDATE;
    outcome := CASE WHEN v_event.id IS NULL OR NOT app.may_read_event(p_actor, v_event.id) THEN 'not_found'
                    WHEN v_event.version <> p_version THEN 'stale'
                    ELSE app.event_flaw(p_actor, p_code, p_fields) END;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    v_was := app.event_form(v_event.id);
    PERFORM app.put_event(p_actor, v_event.id, p_fields);
    INSERT INTO audit (person, act, object, detail)
    VALUES (p_actor, 'change_event', 'event ' || p_code, app.fields_both(v_was, app.event_form(v_event.id)));
    PERFORM app.fill_dates(v_event.id); -- to whom other courses barred until now
    outcome := 'saved';
END $$;

-- What is wrong with it: no_such_event, needs_itself, needs_twice,
-- no_such_review; NULL: nothing.
CREATE FUNCTION app.event_flaw(p_actor bigint, p_code text, p_fields jsonb) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT CASE WHEN EXISTS (SELECT FROM app.needs_of(p_fields) n WHERE n.event IS NULL) THEN 'no_such_event'
                WHEN EXISTS (SELECT FROM app.needs_of(p_fields) n WHERE n.code = p_code) THEN 'needs_itself'
                WHEN EXISTS (SELECT FROM app.needs_of(p_fields) n GROUP BY n.code HAVING count(*) > 1) THEN 'needs_twice'
                WHEN p_fields ->> 'review' <> '' AND NOT EXISTS (
                     SELECT FROM review r WHERE r.code = p_fields ->> 'review'
                        AND (r.status = 'published' OR EXISTS (SELECT FROM review_reader d WHERE d.review = r.id AND d.person = p_actor)))
                THEN 'no_such_review' END
$$;

CREATE FUNCTION app.needs_of(p_fields jsonb) RETURNS TABLE (code text, event bigint, within_months int, equivalents text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT f.code, e.id, f.months, app.lines(f.equal)
      FROM generate_series(1, 4) AS n
     CROSS JOIN LATERAL (SELECT p_fields ->> ('needs' || n) AS code, (p_fields ->> ('needs' || n || '_months'))::int AS months,
                                p_fields ->> ('needs' || n || '_equal') AS equal) AS f
      LEFT JOIN event e ON e.code = f.code
     WHERE f.code <> ''
$$;

-- Write what the form holds over it; the caller has checked.
CREATE FUNCTION app.put_event(p_actor bigint, p_event bigint, p_fields jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    UPDATE event e
       SET kind = f.kind, title = f.title, summary = f.summary, outcomes = app.lines(f.outcomes), audience = app.lines(f.audience),
           topics = app.lines(f.topics), level = f.level, delivery = f.delivery, duration = f.duration, minutes = f.minutes,
           capacity = f.capacity + coalesce(f.online_places, 0),
           capacity_split = CASE WHEN f.online_places IS NOT NULL THEN jsonb_build_object('in_person', f.capacity, 'virtual', f.online_places) END,
           min_numbers = f.min_numbers, max_per_agency = f.max_per_agency, refresher_months = f.refresher_months,
           form = nullif(f.form, ''), late_grace = f.late_grace, full_attendance = f.full_attendance,
           content_warning = f.content_warning, school_focused = f.school_focused, open_to_public = f.open_to_public, approval_required = f.approval_required,
           certificate = jsonb_build_object('issued', f.certificate, 'conditions', to_jsonb(app.lines(f.certificate_for))),
           review = (SELECT r.id FROM review r WHERE r.code = f.review),
           terms = nullif(f.terms, ''), full_fee = 100 * f.full_fee, version = e.version + 1, changed = clock(), by = p_actor
      FROM jsonb_to_record(p_fields) AS f (kind text, title text, summary text, outcomes text, audience text, topics text,
               level text, delivery text[], duration text, minutes int, capacity int, online_places int, min_numbers int,
               max_per_agency int, refresher_months int, form text, late_grace int, full_attendance boolean,
               content_warning boolean, school_focused boolean, open_to_public boolean, approval_required boolean, certificate boolean,
               certificate_for text, review text, terms text, full_fee int)
     WHERE e.id = p_event;
    DELETE FROM event_prerequisite WHERE event = p_event;
    INSERT INTO event_prerequisite (event, requires, within_months, equivalents)
    SELECT p_event, n.event, n.within_months, n.equivalents FROM app.needs_of(p_fields) n;
END $$;
