-- Who may book a date, told before anybody presses.

-- stands: what stands between a person and a date that they look at: why they
-- may not book it at all (as app.refused says), their booking on another date
-- of the course, their booking at the same time.
CREATE FUNCTION app.stands(p_person bigint, p_slug text,
                           OUT refused text, OUT other bigint, OUT clash bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  session;
BEGIN
    SELECT s.* INTO v_session FROM session s WHERE s.id = (SELECT id FROM app.public_session WHERE slug = p_slug);
    IF NOT FOUND THEN
        RETURN;
    END IF;
    refused := app.refused(p_person, v_session);
    other := CASE WHEN (SELECT one_live_date FROM rule) THEN app.live_date(p_person, v_session.event) END;
    clash := app.clash(p_person, v_session.id);
END $$;

-- How a person has done what an event needs first; NULL if they have not.
CREATE FUNCTION app.done_words(p_person bigint, p_event bigint, p_months int, p_by timestamptz,
                               p_equivalents text[] DEFAULT '{}') RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_on  timestamptz;
BEGIN
    IF NOT app.has_attended(p_person, p_event, p_months, p_by, p_equivalents) THEN
        RETURN NULL;
    END IF;
    SELECT max(h.at) INTO v_on
      FROM (SELECT local_instant(a.held + time '12:00') AS at FROM past_attendance a
             WHERE a.person = p_person AND (a.event = p_event OR lower(a.equivalent) = ANY (lower(p_equivalents::text)::text[]))
             UNION ALL
            SELECT s.starts FROM booking b JOIN session s ON s.id = b.session AND s.status = 'open'
             WHERE b.person = p_person AND s.event = p_event AND b.state = 'confirmed' AND s.ends <= p_by
               AND NOT EXISTS (SELECT FROM app.attendance c JOIN register g ON g.session = s.id AND g.state <> 'open'
                                WHERE c.booking = b.id AND c.attendance IN ('part', 'none'))) AS h
     WHERE p_months IS NULL OR h.at >= p_by - make_interval(months => p_months);
    RETURN CASE WHEN v_on > clock() THEN 'You are booked on it for ' || app.day_words(v_on)
                WHEN v_on IS NOT NULL THEN 'You have done this on ' || app.day_words(v_on)
                ELSE 'We have accepted what you did elsewhere' END;
END $$;

-- Whom a date is for, where it is not for everybody, in words.
CREATE FUNCTION app.only_words(p_session bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT CASE WHEN s.only_agencies <> '{}' OR s.only_sectors <> '{}' THEN
           concat_ws('; ', (SELECT string_agg(a.name, '; ' ORDER BY a.name) FROM agency a WHERE a.id = ANY (s.only_agencies)),
                     (SELECT string_agg(app.sector_words(c), '; ' ORDER BY c) FROM unnest(s.only_sectors) AS c)) END
      FROM session s WHERE s.id = p_session
$$;

-- invite: from now on a date is by invitation, or is not, and these are the
-- addresses that may book it.  Who has a place already keeps it.
-- Who stands in line and is no longer on the list keeps the turn, and is
-- passed over; who is on it again moves on.
-- p_version: of the list that was changed (invited_version); NULL: whatever it is.
-- Outcomes: saved; not_found; stale.
CREATE FUNCTION app.invite(p_coordinator bigint, p_slug text, p_by_invitation boolean, p_addresses text[],
                           p_version bigint DEFAULT NULL, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  bigint;
    v_gone     bigint[];
    v_new      bigint[];
BEGIN
    SELECT s.id INTO v_session FROM session s WHERE s.slug = p_slug AND app.coordinator(p_coordinator) IS NOT NULL AND app.may_read(p_coordinator, s.id);
    IF NOT FOUND THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    PERFORM app.lock_session(v_session);
    outcome := CASE WHEN p_version <> app.invited_version(v_session) THEN 'stale' ELSE 'saved' END;
    IF outcome = 'stale' THEN
        RETURN;
    END IF;
    UPDATE session SET by_invitation = p_by_invitation, version = version + 1
     WHERE id = v_session AND by_invitation <> p_by_invitation;
    WITH gone AS (DELETE FROM invitation WHERE session = v_session AND email <> ALL (p_addresses) RETURNING email)
    SELECT array_agg(p.id) INTO v_gone FROM gone g LEFT JOIN person p ON p.email = g.email;
    WITH new AS (
        INSERT INTO invitation (session, email, by)
        SELECT DISTINCT v_session, a.email, p_coordinator FROM unnest(p_addresses) AS a (email)
            ON CONFLICT DO NOTHING RETURNING email
    )
    SELECT array_agg(p.id) INTO v_new FROM new n LEFT JOIN person p ON p.email = n.email;
    INSERT INTO audit (person, act, object, detail)
    SELECT p_coordinator, 'invite', 'session ' || p_slug, jsonb_build_object(
           'note', format('%s; %s added, %s taken off', CASE WHEN p_by_invitation THEN 'by invitation' ELSE 'no invitation needed' END,
                          coalesce(cardinality(v_new), 0), coalesce(cardinality(v_gone), 0)),
           'added', ARRAY(SELECT code FROM person WHERE id = ANY (v_new) ORDER BY code),
           'taken_off', ARRAY(SELECT code FROM person WHERE id = ANY (v_gone) ORDER BY code));
    PERFORM app.fill_places(v_session);
END $$;

-- A number that is another once somebody else has changed who is invited.
CREATE FUNCTION app.invited_version(p_session bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT 1 + (hashtext(s.by_invitation || coalesce((SELECT string_agg(i.email, ' ' ORDER BY i.email) FROM invitation i WHERE i.session = s.id), ''))::bigint & 2147483647)
      FROM session s WHERE s.id = p_session
$$;
