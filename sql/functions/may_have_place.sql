-- may_have_place: is one of the pool's free places open to someone of this
-- agency, setting and sector?
--
-- A place kept for a group is open to that group alone until its release, and
-- no cap refuses it.  Places are kept in the room (or wherever all are, if
-- there is one kind): of a date that is both, who joins online neither needs
-- nor uses up a kept place, and a cap counts both kinds.  Any other is open to all but those whose agency, or
-- setting where the agency is a group of them, has its number already: its own
-- on this session, else the smaller of the session's and the agency's.  Held, offered and confirmed
-- places count; those given beyond the capacity (over) do not.
-- p_pool carries the taken count of this moment.
CREATE FUNCTION app.may_have_place(p_pool lectern.pool, p_session_cap int,
                                   p_agency bigint, p_setting bigint, p_sector text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN app.why_no_place(p_pool, p_session_cap, p_agency, p_setting, p_sector) IS NULL;
END $$;

-- why_no_place: the same, as the reason: full, kept (what is free is kept for
-- others), cap (they have their number); NULL if they may.
CREATE FUNCTION app.why_no_place(p_pool lectern.pool, p_session_cap int,
                                 p_agency bigint, p_setting bigint, p_sector text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_kept    int;
    v_own     boolean;
    v_agency  agency;
    v_cap     int;
BEGIN
    IF p_pool.taken >= p_pool.capacity THEN
        RETURN 'full';
    END IF;
    IF p_pool.kind <> 'virtual' THEN
        SELECT coalesce(sum(r.free) FILTER (WHERE NOT r.own), 0), coalesce(bool_or(r.own AND r.free > 0), false)
          INTO v_kept, v_own
          FROM (SELECT greatest(k.places - app.places_of(p_pool.session, p_pool.id, k.agency, k.setting, k.sectors), 0) AS free,
                       coalesce(k.agency = p_agency OR k.setting = p_setting OR p_sector = ANY (k.sectors), false) AS own
                  FROM reserve k
                 WHERE k.session = p_pool.session AND NOT k.released) AS r;
        IF v_own THEN
            RETURN NULL;
        ELSIF p_pool.taken + v_kept >= p_pool.capacity THEN
            RETURN 'kept';
        END IF;
    END IF;
    SELECT * INTO v_agency FROM agency WHERE id = p_agency;
    v_cap := app.cap_of(p_pool.session, p_session_cap, p_agency);
    IF v_agency.id IS NULL OR v_cap IS NULL THEN
        RETURN NULL;
    END IF;
    RETURN CASE WHEN app.places_capped(p_pool.session, v_agency, p_setting) >= v_cap THEN 'cap' END;
END $$;

-- How many places of a session count against the cap of somebody's agency:
-- all of it, or where it is a group of settings those of theirs alone (who
-- names none counts with the others who do not).
CREATE FUNCTION app.places_capped(p_session bigint, p_agency lectern.agency, p_setting bigint) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (SELECT count(*) FROM booking b
             WHERE b.session = p_session AND b.agency = p_agency.id
               AND (b.state IN ('confirmed', 'offered') OR b.held) AND NOT b.over
               AND (p_agency.capped_by = 'agency' OR b.setting IS NOT DISTINCT FROM p_setting));
END $$;

-- How many places of one pool of a session a group has: an agency, a setting
-- or sectors.
CREATE FUNCTION app.places_of(p_session bigint, p_pool bigint, p_agency bigint, p_setting bigint, p_sectors text[]) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (SELECT count(*) FROM booking b
             WHERE b.session = p_session AND b.pool = p_pool AND (b.state IN ('confirmed', 'offered') OR b.held) AND NOT b.over
               AND (b.agency = p_agency OR b.setting = p_setting OR b.sector = ANY (p_sectors)));
END $$;

-- make_reserves: the places kept on a session as its own quotas by sector say,
-- and those that agencies have on each date of its event; an agency whose
-- sector the session already counts has its places among those.  Called when
-- a session is made or imported; what has been released or changed since stays.
CREATE FUNCTION app.make_reserves(p_session bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    WITH s AS (
        SELECT s.id, s.event, coalesce(s.quotas, '{}') AS quotas,
               app.working_days_before(s.starts, r.release_days) AS release
          FROM session s, rule r
         WHERE s.id = p_session AND NOT EXISTS (SELECT FROM reserve k WHERE k.session = s.id)
    ), by_sector AS (
        SELECT s.id, s.release, q.key AS label, q.value::int AS places,
               ARRAY(SELECT code FROM sector WHERE code = q.key OR code LIKE replace(q.key, '_', '\_') || '\_%') AS sectors
          FROM s CROSS JOIN jsonb_each_text(s.quotas) AS q
         WHERE q.value::int > 0
    ), kept AS (
        SELECT id, release, label, NULL::bigint AS agency, sectors, places
          FROM by_sector WHERE sectors <> '{}'
         UNION ALL
        SELECT s.id, s.release, a.short_name, a.id, '{}', v.places
          FROM s JOIN agency_reserve v ON v.event = s.event
          JOIN agency a ON a.id = v.agency AND a.active
         WHERE NOT EXISTS (SELECT FROM by_sector b WHERE a.sector = ANY (b.sectors))
    )
    INSERT INTO reserve (session, label, agency, sectors, places, release, released)
    SELECT id, label, agency, sectors, places, release, release <= clock() FROM kept
$$;
