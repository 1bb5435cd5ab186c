-- Places of a date kept for groups, and the most that one organisation may
-- have: of a date, and of all.

-- keep_places: keep places of a session for a group, change or end that.
-- p_reserve NULL: a new one; p_places 0 ends it.  p_release: the day on which
-- what is left goes to everyone, at 9am.  What becomes free goes on.
-- p_version: of what is changed; NULL: whatever it is by now.
-- Outcomes: kept; not_found; gone; stale; no_group; kept_already (for that
-- group: change those); no_places; release_late; too_many (with those there are).
CREATE FUNCTION app.keep_places(p_actor bigint, p_slug text, p_reserve bigint, p_group text, p_places int, p_release date,
                                p_version int DEFAULT NULL, OUT outcome text, OUT most int)
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
    SELECT * INTO v_session FROM session WHERE id = v_session.id;
    v_release := CASE WHEN p_places = 0 THEN clock()
                      ELSE coalesce(local_instant(p_release + time '09:00'),
                                    app.working_days_before(v_session.starts, (SELECT release_days FROM rule))) END;
    SELECT sum(capacity) INTO most FROM pool WHERE session = v_session.id AND kind IN ('main', 'in_person');
    SELECT coalesce(sum(places), 0) INTO v_kept FROM reserve
     WHERE session = v_session.id AND NOT released AND id IS DISTINCT FROM p_reserve;
    most := most - v_kept;
    SELECT coalesce(max(r.label), max(g.words)) INTO v_label
      FROM (SELECT) AS one
      LEFT JOIN reserve r ON r.id = p_reserve AND r.session = v_session.id AND NOT r.released
      LEFT JOIN app.edit_group g ON g.value = p_group AND p_reserve IS NULL;
    outcome := CASE WHEN NOT EXISTS (SELECT FROM reserve WHERE id = p_reserve AND session = v_session.id) AND p_reserve IS NOT NULL THEN 'not_found'
                    WHEN v_label IS NULL AND p_reserve IS NULL THEN 'no_group'
                    WHEN v_label IS NULL THEN 'gone'
                    WHEN p_version <> (SELECT version FROM reserve WHERE id = p_reserve) THEN 'stale'
                    WHEN p_places > most THEN 'too_many'
                    WHEN p_places = 0 AND p_reserve IS NULL THEN 'no_places'
                    WHEN v_release > v_session.starts THEN 'release_late'
                    WHEN p_reserve IS NULL AND EXISTS (
                         SELECT FROM reserve k JOIN app.edit_group g ON g.value = p_group
                          WHERE k.session = v_session.id AND NOT k.released AND k.sectors = g.sectors
                            AND (k.agency, k.setting) IS NOT DISTINCT FROM (g.agency, g.setting)) THEN 'kept_already'
                    ELSE 'kept' END;
    IF outcome <> 'kept' THEN
        RETURN;
    END IF;
    IF p_reserve IS NULL THEN
        INSERT INTO reserve (session, label, agency, setting, sectors, places, release)
        SELECT v_session.id, g.words, g.agency, g.setting, g.sectors, p_places, v_release
          FROM app.edit_group g WHERE g.value = p_group;
    ELSE
        UPDATE reserve SET places = coalesce(nullif(p_places, 0), places), release = v_release, version = version + 1 WHERE id = p_reserve;
    END IF;
    UPDATE reserve SET released = true WHERE session = v_session.id AND NOT released AND release <= clock();
    INSERT INTO audit (person, act, object, detail)
    VALUES (p_actor, 'keep_places', 'session ' || p_slug, jsonb_build_object('note', v_label || ': ' || p_places));
    PERFORM app.fill_places(v_session.id);
END $$;

-- cap_places: at most so many places of a session for one organisation,
-- instead of the number for all; NULL: that number again.  Who has a place
-- keeps it.  p_version: of the number that is changed, as app.edit_cap has it;
-- NULL: whatever it is by now.  Outcomes: capped; not_found; no_agency; stale.
CREATE FUNCTION app.cap_places(p_actor bigint, p_slug text, p_agency text, p_places int, p_version int DEFAULT NULL, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  bigint := (SELECT s.id FROM session s WHERE s.slug = p_slug AND app.coordinator(p_actor) IS NOT NULL AND app.may_read(p_actor, s.id));
    v_agency   agency;
BEGIN
    SELECT * INTO v_agency FROM agency WHERE code = p_agency;
    outcome := CASE WHEN v_session IS NULL THEN 'not_found' WHEN v_agency.id IS NULL THEN 'no_agency' ELSE 'capped' END;
    IF outcome <> 'capped' THEN
        RETURN;
    END IF;
    PERFORM app.lock_session(v_session);
    IF p_version <> (SELECT version FROM app.edit_cap WHERE session = v_session AND code = p_agency) THEN
        outcome := 'stale';
        RETURN;
    END IF;
    DELETE FROM session_cap WHERE session = v_session AND agency = v_agency.id;
    INSERT INTO session_cap (session, agency, places) SELECT v_session, v_agency.id, p_places WHERE p_places IS NOT NULL;
    INSERT INTO audit (person, act, object, detail)
    VALUES (p_actor, 'cap_places', 'session ' || p_slug,
            jsonb_build_object('note', v_agency.name || coalesce(': at most ' || p_places, ': as for everyone')));
    PERFORM app.fill_places(v_session);
END $$;

-- The most places that an agency may have on a session; NULL: as many as there are.
CREATE FUNCTION app.cap_of(p_session bigint, p_session_cap int, p_agency bigint) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT coalesce((SELECT c.places FROM session_cap c WHERE c.session = p_session AND c.agency = a.id),
                    least(p_session_cap, a.max_per_session))
      FROM agency a WHERE a.id = p_agency
$$;

-- change_limits: how many places of each date an organisation may have, in all
-- or for each of its settings (schools, practices), and how many are kept for
-- it on each new date of a course.  Who has a place keeps it; what becomes
-- free goes on.
-- p_fields: max_per_session, capped_by, and reserves, a line for each course:
-- "NEG-201: 4".  Reserves of what the actor may not know of stay.
-- Outcomes: saved; not_found; stale; no_such_course (with the first such line).
CREATE FUNCTION app.change_limits(p_actor bigint, p_agency text, p_version int, p_fields jsonb, OUT outcome text, OUT line text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_agency  agency;
    v_was     jsonb;
BEGIN
    SELECT * INTO v_agency FROM agency WHERE code = p_agency AND app.coordinator(p_actor) IS NOT NULL;
    IF NOT FOUND THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    PERFORM app.lock_coming();
    SELECT * INTO v_agency FROM agency WHERE id = v_agency.id FOR NO KEY UPDATE;
    SELECT l.line INTO line FROM app.read_reserves(p_actor, p_fields ->> 'reserves') l WHERE l.event IS NULL LIMIT 1;
    outcome := CASE WHEN v_agency.version <> p_version THEN 'stale' WHEN line IS NOT NULL THEN 'no_such_course' ELSE 'saved' END;
    IF outcome <> 'saved' THEN
        RETURN;
    END IF;
    v_was := jsonb_build_object('max_per_session', v_agency.max_per_session, 'capped_by', v_agency.capped_by,
                                'reserves', app.reserves_text(p_actor, v_agency.id));
    UPDATE agency
       SET max_per_session = (p_fields ->> 'max_per_session')::int, capped_by = p_fields ->> 'capped_by', version = version + 1
     WHERE id = v_agency.id;
    DELETE FROM agency_reserve WHERE agency = v_agency.id AND app.may_read_event(p_actor, event);
    INSERT INTO agency_reserve (agency, event, places)
    SELECT v_agency.id, l.event, max(l.places) FROM app.read_reserves(p_actor, p_fields ->> 'reserves') l GROUP BY l.event;
    INSERT INTO audit (person, act, object, detail)
    SELECT p_actor, 'change_limits', 'agency ' || p_agency,
           app.fields_both(v_was, jsonb_build_object('max_per_session', a.max_per_session, 'capped_by', a.capped_by,
                                                     'reserves', app.reserves_text(p_actor, a.id)))
      FROM agency a WHERE a.id = v_agency.id;
    PERFORM app.fill_coming();
END $$;

-- Lines of "NEG-201: 4": the course, NULL where there is none that the actor
-- may know of, or no number.
CREATE FUNCTION app.read_reserves(p_actor bigint, p_text text) RETURNS TABLE (line text, event bigint, places int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT l, e.id, m[2]::int
      FROM unnest(app.lines(p_text)) AS l
      LEFT JOIN LATERAL regexp_match(l, '^(\S+)\s*:\s*([1-9]\d{0,3})$') AS m ON true
      LEFT JOIN event e ON e.code = upper(m[1]) AND app.may_read_event(p_actor, e.id)
$$;

CREATE FUNCTION app.reserves_text(p_actor bigint, p_agency bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT coalesce(string_agg(e.code || ': ' || v.places, chr(10) ORDER BY e.code), '')
      FROM agency_reserve v JOIN event e ON e.id = v.event
     WHERE v.agency = p_agency AND app.may_read_event(p_actor, e.id)
$$;
