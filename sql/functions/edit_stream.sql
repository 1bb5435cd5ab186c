-- The streams of a conference and the rules of its workshops; stream1_code,
-- stream1_title and stream1_colour to stream20_… are the fields of their form.

-- What the form holds; its version is of what it holds, so that a date may be
-- changed elsewhere meanwhile.
CREATE FUNCTION app.streams_form(p_session bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT jsonb_build_object('workshop_rules', to_jsonb(s.workshop_rules),
               'version', 1 + ('x' || substr(md5(s.streams::text || s.workshop_rules::text), 1, 7))::bit(28)::int)
           || coalesce((SELECT jsonb_object_agg(f.key, coalesce(f.value, ''))
                          FROM jsonb_array_elements(s.streams) WITH ORDINALITY AS e (entry, n)
                         CROSS JOIN LATERAL (VALUES ('stream' || n || '_code', entry ->> 'code'), ('stream' || n || '_title', entry ->> 'title'),
                                                    ('stream' || n || '_colour', entry ->> 'colour_name')) AS f (key, value)), '{}')
      FROM session s WHERE s.id = p_session
$$;

CREATE FUNCTION app.streams_of(p_fields jsonb) RETURNS TABLE (n int, code text, title text, colour text)
LANGUAGE sql IMMUTABLE
AS $$
    SELECT i, f.code, f.title, f.colour
      FROM generate_series(1, 20) AS i
     CROSS JOIN LATERAL (SELECT upper(p_fields ->> ('stream' || i || '_code')) AS code, p_fields ->> ('stream' || i || '_title') AS title,
                                p_fields ->> ('stream' || i || '_colour') AS colour) AS f
     WHERE coalesce(f.code, '') || coalesce(f.title, '') || coalesce(f.colour, '') <> ''
$$;

-- What is wrong with the form: the field and the words; no row: nothing.
CREATE FUNCTION app.streams_flaw(p_session bigint, p_fields jsonb) RETURNS TABLE (field text, words text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT 'stream' || t.n || '_code', 'Enter a code of letters and digits, for example A' FROM app.streams_of(p_fields) t WHERE coalesce(t.code, '') !~ '^[A-Z0-9]{1,10}$'
     UNION ALL
    SELECT 'stream' || t.n || '_title', 'Enter the title' FROM app.streams_of(p_fields) t WHERE coalesce(t.title, '') = ''
     UNION ALL
    SELECT 'stream' || t.n || '_code', 'There is a stream ' || t.code || ' above' FROM app.streams_of(p_fields) t
     WHERE EXISTS (SELECT FROM app.streams_of(p_fields) o WHERE o.n < t.n AND o.code = t.code)
     UNION ALL
    SELECT 'stream' || min(e.n) || '_code', 'Workshops belong to stream ' || w.stream || ': ' || string_agg(DISTINCT w.code, ', ' ORDER BY w.code) || '. Put them elsewhere first'
      FROM workshop w JOIN session s ON s.id = w.session JOIN jsonb_array_elements(s.streams) WITH ORDINALITY AS e (entry, n) ON e.entry ->> 'code' = w.stream AND e.n <= 20
     WHERE w.session = p_session AND NOT EXISTS (SELECT FROM app.streams_of(p_fields) t WHERE t.code = w.stream)
     GROUP BY w.stream
$$;

-- put_streams: over the version that was read.
-- Outcomes: saved; not_found; stale; bad_streams (streams_flaw says why).
CREATE FUNCTION app.put_streams(p_actor bigint, p_slug text, p_version int, p_fields jsonb, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_id   bigint := app.lock_for_edit(p_actor, p_slug);
    v_was  jsonb := app.streams_form(v_id);
BEGIN
    outcome := CASE
        WHEN v_id IS NULL THEN 'not_found'
        WHEN (v_was ->> 'version')::int <> p_version THEN 'stale'
        WHEN EXISTS (SELECT FROM app.streams_flaw(v_id, p_fields)) THEN 'bad_streams'
        ELSE 'saved' END;
    IF outcome <> 'saved' THEN
        RETURN;
    END IF;
    UPDATE session s
       SET workshop_rules = app.lines(p_fields ->> 'workshop_rules'),
           streams = (SELECT coalesce(jsonb_agg(x.entry ORDER BY x.n), '[]')
                        FROM (SELECT t.n, jsonb_strip_nulls(jsonb_build_object('code', t.code, 'title', t.title, 'colour_name', nullif(t.colour, ''))) AS entry
                                FROM app.streams_of(p_fields) t
                               UNION ALL
                              SELECT e.n, e.entry FROM jsonb_array_elements(s.streams) WITH ORDINALITY AS e (entry, n) WHERE e.n > 20) AS x)
     WHERE s.id = v_id;
    INSERT INTO audit (person, act, object, detail)
    VALUES (p_actor, 'change_plan', 'streams ' || p_slug, app.fields_both(v_was, app.streams_form(v_id)));
    INSERT INTO audit (person, act, object, detail)
    VALUES (p_actor, 'edit_plan', 'session ' || p_slug, jsonb_build_object('note', 'Streams and rules of the workshops') || app.fields_both(v_was, app.streams_form(v_id)));
END $$;
