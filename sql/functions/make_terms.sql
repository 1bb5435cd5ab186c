-- make_terms: a new version of cancellation terms, or new terms, as one
-- document: the columns of policy by their names, "amounts" and "tiers" as
-- lists of objects with the columns of theirs, "code", "name" and "source".
-- p_actor: a coordinator; NULL: the owner of the database, by an import.
--
-- Outcomes: made (with the version), same (the newest says just that);
-- not_found; stale_terms: p_version is not the newest any more (NULL: do not
-- ask); bad_terms: what they say cannot be.
CREATE FUNCTION app.make_terms(p_actor bigint, p_version int, p_terms jsonb, OUT outcome text, OUT version int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_code    text := p_terms ->> 'code';
    v_newest  policy;
    v_policy  bigint;
BEGIN
    IF p_actor IS NOT NULL AND app.coordinator(p_actor) IS NULL THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    LOCK TABLE terms IN SHARE ROW EXCLUSIVE MODE;
    SELECT * INTO v_newest FROM policy o WHERE o.terms = v_code ORDER BY o.version DESC LIMIT 1;
    outcome := CASE
        WHEN p_version <> coalesce(v_newest.version, 0) THEN 'stale_terms'
        WHEN NOT app.terms_can_be(p_terms) THEN 'bad_terms' END;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    INSERT INTO terms (code, name, source)
    VALUES (v_code, p_terms ->> 'name', coalesce(p_terms ->> 'source', ''))
        ON CONFLICT (code) DO UPDATE SET name = excluded.name, source = excluded.source;
    version := v_newest.version;
    outcome := 'same';
    IF v_newest.id IS NULL OR app.terms_document(v_newest.id) IS DISTINCT FROM app.terms_document(p_terms) THEN
        version := coalesce(version, 0) + 1;
        v_policy := app.insert_policy(p_actor, version, p_terms);
        outcome := 'made';
        INSERT INTO audit (person, act, object) VALUES (p_actor, 'make_terms', 'terms ' || v_code || ' ' || version);
    END IF;
END $$;

-- Do the figures fit one another?
CREATE FUNCTION app.terms_can_be(p_terms jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN coalesce(p_terms ->> 'code' ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$' AND p_terms ->> 'name' <> '', false)
       AND coalesce(p_terms ->> 'amounts', '') <> '' AND coalesce(p_terms ->> 'tiers', '[]') <> ''
       AND NOT coalesce(p_terms ->> 'unit' = 'hours' AND p_terms ->> 'until' IS NOT NULL, false)
       AND NOT EXISTS (SELECT FROM jsonb_array_elements(p_terms -> 'amounts') AS a GROUP BY a ->> 'kind', a ->> 'class' HAVING count(*) > 1)
       AND NOT EXISTS (SELECT FROM jsonb_array_elements(coalesce(p_terms -> 'tiers', '[]')) AS t
                        WHERE (t ->> 'notice')::int >= (p_terms ->> 'notice')::int)
       AND NOT EXISTS (SELECT FROM jsonb_array_elements(coalesce(p_terms -> 'amounts', '[]')) AS a
                        WHERE a ->> 'class' IS NOT NULL
                          AND NOT EXISTS (SELECT FROM charging_class c WHERE c.code = a ->> 'class'))
       AND NOT EXISTS (SELECT FROM jsonb_array_elements_text(coalesce(p_terms -> 'excuses', '[]')) AS x
                        WHERE NOT EXISTS (SELECT FROM excuse e WHERE e.code = x));
END $$;

-- What a document says once everything it leaves out stands there.
CREATE FUNCTION app.terms_document(p_terms jsonb) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT jsonb_build_object(
               'notice', p_terms -> 'notice', 'unit', coalesce(p_terms ->> 'unit', 'working_days'),
               'until', (p_terms ->> 'until')::time, 'share', coalesce((p_terms ->> 'share')::int, 100),
               'brief_minutes', coalesce((p_terms ->> 'brief_minutes')::int, 0),
               'half_minutes', coalesce((p_terms ->> 'half_minutes')::int, 240),
               'per_day', coalesce((p_terms ->> 'per_day')::boolean, true),
               'grace_half', (p_terms ->> 'grace_half')::int, 'grace_day', (p_terms ->> 'grace_day')::int,
               'left_counts', coalesce((p_terms ->> 'left_counts')::boolean, false),
               'swap_free', coalesce((p_terms ->> 'swap_free')::boolean, true),
               'transfer_free', coalesce((p_terms ->> 'transfer_free')::boolean, false),
               'fee_due', coalesce(p_terms ->> 'fee_due', 'never'),
               'extra_costs', coalesce((p_terms ->> 'extra_costs')::boolean, false),
               'case_days', coalesce((p_terms ->> 'case_days')::int, 10),
               'excuses', (SELECT coalesce(jsonb_agg(x ORDER BY x), '[]') FROM jsonb_array_elements_text(coalesce(p_terms -> 'excuses', '[]')) AS x),
               'tiers', (SELECT coalesce(jsonb_agg(jsonb_build_object('notice', (t ->> 'notice')::int, 'share', (t ->> 'share')::int)
                                                   ORDER BY (t ->> 'notice')::int DESC), '[]')
                           FROM jsonb_array_elements(coalesce(p_terms -> 'tiers', '[]')) AS t),
               'amounts', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                                      'kind', a ->> 'kind', 'class', a ->> 'class', 'share', (a ->> 'share')::int,
                                      'brief', CASE WHEN a ->> 'share' IS NULL THEN coalesce((a ->> 'brief')::int, (a ->> 'half')::int) END,
                                      'half', (a ->> 'half')::int, 'day', (a ->> 'day')::int)
                                      ORDER BY a ->> 'kind', a ->> 'class' NULLS FIRST), '[]')
                             FROM jsonb_array_elements(coalesce(p_terms -> 'amounts', '[]')) AS a))
$$;

-- The same document of a version.
CREATE FUNCTION app.terms_document(p_policy bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT app.terms_document(to_jsonb(o) || jsonb_build_object(
               'tiers', (SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]') FROM policy_tier t WHERE t.policy = o.id),
               'amounts', (SELECT coalesce(jsonb_agg(to_jsonb(a)), '[]') FROM policy_amount a WHERE a.policy = o.id)))
      FROM policy o WHERE o.id = p_policy
$$;

-- The rows of a document.
CREATE FUNCTION app.insert_policy(p_actor bigint, p_version int, p_terms jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_all     jsonb := app.terms_document(p_terms);
    v_policy  bigint;
BEGIN
    INSERT INTO policy (terms, version, by, notice, unit, until, share, brief_minutes, half_minutes, per_day, grace_half, grace_day,
                        left_counts, swap_free, transfer_free, fee_due, extra_costs, excuses, case_days)
    SELECT p_terms ->> 'code', p_version, p_actor, r.notice, r.unit, r.until, r.share, r.brief_minutes, r.half_minutes, r.per_day,
           r.grace_half, r.grace_day, r.left_counts, r.swap_free, r.transfer_free, r.fee_due, r.extra_costs, r.excuses, r.case_days
      FROM jsonb_populate_record(NULL::policy, v_all) AS r
    RETURNING id INTO v_policy;
    INSERT INTO policy_tier (policy, notice, share)
    SELECT v_policy, t.notice, t.share FROM jsonb_populate_recordset(NULL::policy_tier, v_all -> 'tiers') AS t;
    INSERT INTO policy_amount (policy, kind, class, brief, half, day, share)
    SELECT v_policy, a.kind, a.class, a.brief, a.half, a.day, a.share
      FROM jsonb_populate_recordset(NULL::policy_amount, v_all -> 'amounts') AS a;
    RETURN v_policy;
END $$;

-- Amounts and tiers as they are written in a form, a line each: "absence
-- everyone 0 30 60" (pounds for a brief date, half a day, a day), "absence
-- private 100%" (of the full fee); "14 100%" (from 14 before on).  NULL: a
-- line that cannot be read.
CREATE FUNCTION app.read_amounts(p_lines text) RETURNS jsonb
LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT CASE WHEN bool_or(m IS NULL) THEN NULL ELSE coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
               'kind', m[1], 'class', nullif(m[2], 'everyone'), 'brief', (m[3]::numeric * 100)::int,
               'half', (m[4]::numeric * 100)::int, 'day', (m[5]::numeric * 100)::int, 'share', m[6]::int))), '[]') END
      FROM unnest(app.lines(lower(p_lines))) AS l
     CROSS JOIN LATERAL regexp_match(l,
           '^(absence|fee) +([a-z_]+) +(?:£?(\d{1,5}(?:\.\d\d)?) +£?(\d{1,5}(?:\.\d\d)?) +£?(\d{1,5}(?:\.\d\d)?)|(\d{1,3})%)\s*$') AS m
$$;

CREATE FUNCTION app.read_tiers(p_lines text) RETURNS jsonb
LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT CASE WHEN bool_or(m IS NULL OR m[2]::int > 100) OR count(DISTINCT m[1]::int) < count(*) THEN NULL
                ELSE coalesce(jsonb_agg(jsonb_build_object('notice', m[1]::int, 'share', m[2]::int)), '[]') END
      FROM unnest(app.lines(p_lines)) AS l
     CROSS JOIN LATERAL regexp_match(l, '^(\d{1,3}) +(\d{1,3})%\s*$') AS m
$$;

-- The other way.
CREATE FUNCTION app.amount_lines(p_policy bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (SELECT string_agg(concat_ws(' ', a.kind, coalesce(a.class, 'everyone'),
                                        CASE WHEN a.share IS NOT NULL THEN a.share || '%'
                                             ELSE concat_ws(' ', app.pounds(a.brief), app.pounds(a.half), app.pounds(a.day)) END),
                              E'\n' ORDER BY a.kind, a.class NULLS FIRST)
              FROM policy_amount a WHERE a.policy = p_policy);
END $$;

CREATE FUNCTION app.tier_lines(p_policy bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (SELECT string_agg(t.notice || ' ' || t.share || '%', E'\n' ORDER BY t.notice DESC) FROM policy_tier t WHERE t.policy = p_policy);
END $$;

-- 30, 12.50
CREATE FUNCTION app.pounds(p_pence int) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT CASE WHEN p_pence % 100 = 0 THEN (p_pence / 100)::text ELSE to_char(p_pence / 100.0, 'FM999999990.00') END $$;

-- choose_terms: what dates have that name no terms; '' for none.
-- Outcomes: chosen; not_found.
CREATE FUNCTION app.choose_terms(p_actor bigint, p_code text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    IF app.coordinator(p_actor) IS NULL OR p_code <> '' AND NOT EXISTS (SELECT FROM terms WHERE code = p_code) THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    UPDATE rule SET terms = nullif(p_code, '');
    INSERT INTO audit (person, act, object) VALUES (p_actor, 'choose_terms', 'terms ' || coalesce(nullif(p_code, ''), 'none'));
    outcome := 'chosen';
END $$;
