-- The coordinator's desk: what looks at people leaves a trace, and a few
-- commands for what went wrong.

-- The id of an active coordinator, or nothing: every command below asks.
CREATE FUNCTION app.coordinator(p_actor bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$ SELECT id FROM person WHERE id = p_actor AND coordinator AND status = 'active' $$;

-- People for what was typed into the desk's one search field: those who have
-- most of its words in their name, address, job or organisation, and at
-- least one in their name or address, or a booking of that number.  A name
-- may have one letter wrong if nobody has it as typed.
CREATE FUNCTION app.find_people(p_actor bigint, p_q text) RETURNS TABLE (person bigint, hits int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_words  text[] := words(left(p_q, 200));
    v_found  bigint[];
BEGIN
    IF app.coordinator(p_actor) IS NULL OR v_words = '{}' THEN
        RETURN;
    END IF;
    v_found := ARRAY(SELECT app.people_named(v_words));
    IF v_found = '{}' THEN
        v_found := ARRAY(SELECT app.people_nearly_named(v_words));
    END IF;
    RETURN QUERY
    WITH ranked AS (
        SELECT h.id, h.name,
               (SELECT count(*)::int FROM unnest(v_words) AS w
                 WHERE h.haystack LIKE '% ' || w || '%'
                    OR w ~ '^[0-9]{1,15}$' AND EXISTS (SELECT FROM booking b WHERE b.id = w::bigint AND b.person = h.id)) AS hits
          FROM app.desk_haystack h
         WHERE h.id = ANY (v_found)
    ), best AS (
        SELECT r.id, r.hits FROM ranked r
         WHERE r.hits >= (SELECT max(m.hits) FROM ranked m)
         ORDER BY r.name, r.id LIMIT 50
    ), traced AS (
        INSERT INTO audit (person, act, object, detail)
        SELECT p_actor, 'search_people', 'people',
               jsonb_build_object('q', left(p_q, 200), 'people', jsonb_agg(p.code ORDER BY p.code))
          FROM best b JOIN person p ON p.id = b.id
        HAVING count(*) > 0
    )
    SELECT b.id, b.hits FROM best b;
END $$;

-- People with one of the words in their name, address or reference, or with
-- the booking of that number.
CREATE FUNCTION app.people_named(p_words text[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT p.id FROM unnest(p_words) AS w
      JOIN person p ON fold(p.first_name || ' ' || p.last_name) LIKE '%' || w || '%'
     WHERE length(w) > 1
     UNION
    SELECT p.id FROM unnest(p_words) AS w
      JOIN person p ON replace(fold(p.first_name || ' ' || p.last_name), '''', '') LIKE '%' || w || '%'
     WHERE length(w) > 3 AND strpos(p.first_name || p.last_name, '''') > 0
     UNION
    SELECT p.id FROM unnest(p_words) AS w JOIN person p ON p.code = upper(w)
     UNION
    SELECT p.id FROM unnest(p_words) AS w JOIN person p ON p.email LIKE w || '%' AND p.email ~ '^[^@]*@'
     WHERE length(w) > 1 AND split_part(p.email, '@', 1) = w
     UNION
    SELECT b.person FROM unnest(p_words) AS w JOIN booking b ON b.id = w::bigint
     WHERE w ~ '^[0-9]{1,15}$'
$$;

-- People who have one of the words as a name but for one letter.  The index
-- finds names that share a third of its threes of letters: with one letter
-- wrong in four, two fifths are left.
CREATE FUNCTION app.people_nearly_named(p_words text[]) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    PERFORM ext.word_similarity('a', 'a'); -- until it is loaded nobody may set what follows
    PERFORM set_config('pg_trgm.word_similarity_threshold', '0.33', true);
    RETURN QUERY
    SELECT DISTINCT p.id FROM unnest(p_words) AS w
      JOIN person p ON w OPERATOR(ext.<%) fold(p.first_name || ' ' || p.last_name)
     WHERE length(w) BETWEEN 4 AND 100
       AND EXISTS (SELECT FROM regexp_split_to_table(fold(p.first_name || ' ' || p.last_name), '[^[:alnum:]]+') AS n
                    WHERE length(n) <= 100 AND ext.levenshtein_less_equal(n, w, 1) <= 1);
END $$;

-- Note that a coordinator looked at a person; gives the person.
CREATE FUNCTION app.see_person(p_actor bigint, p_code text) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    WITH seen AS (
        SELECT id, code FROM person
         WHERE code = p_code AND app.coordinator(p_actor) IS NOT NULL
    ), traced AS (
        INSERT INTO audit (person, act, object) SELECT p_actor, 'view_person', 'person ' || code FROM seen
    )
    SELECT id FROM seen
$$;

-- Note that a coordinator looked at the bookings of a session; gives it.
CREATE FUNCTION app.see_session(p_actor bigint, p_slug text) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    WITH seen AS (
        SELECT id, slug FROM session
         WHERE slug = p_slug AND app.coordinator(p_actor) IS NOT NULL
    ), traced AS (
        INSERT INTO audit (person, act, object) SELECT p_actor, 'view_bookings', 'session ' || slug FROM seen
    )
    SELECT id FROM seen
$$;

-- retry_mail: send again what was refused, bounced or is stuck; a mail about
-- a booking goes to the person's present address.  Outcomes: retried;
-- not_found; not_in_trouble.
CREATE FUNCTION app.retry_mail(p_actor bigint, p_mail bigint, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    outcome := app.trouble_of_mail(p_actor, p_mail);
    IF outcome = 'yes' THEN
        UPDATE mail m
           SET state = 'queued', due = clock(), attempts = 0, claimed = NULL, finished = NULL,
               address = CASE WHEN m.booking IS NOT NULL AND p.email IS NOT NULL THEN p.email ELSE m.address END
          FROM mail n LEFT JOIN person p ON p.id = n.person
         WHERE m.id = p_mail AND n.id = m.id;
        INSERT INTO audit (person, act, object) VALUES (p_actor, 'retry_mail', 'mail ' || p_mail);
        outcome := 'retried';
    END IF;
END $$;

-- resend_mine: send what came back to its owner again, to the address of
-- today; what went to that very address not before ten minutes have passed.
-- Outcomes: resent (how many); not_found (nothing came back); just_tried.
CREATE FUNCTION app.resend_mine(p_person bigint, OUT outcome text, OUT n int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    UPDATE mail m
       SET state = 'queued', due = app.mail_due(m.kind, m.session, clock()), attempts = 0, finished = NULL, address = k.now
      FROM app.mail_back k
     WHERE k.mail = m.id AND m.person = p_person AND m.state IN ('refused', 'bounced')
       AND (k.moved OR k.finished < clock() - interval '10 minutes');
    GET DIAGNOSTICS n = ROW_COUNT;
    outcome := CASE WHEN n > 0 THEN 'resent'
                    WHEN EXISTS (SELECT FROM app.mail_back WHERE person = p_person) THEN 'just_tried'
                    ELSE 'not_found' END;
    IF n > 0 THEN
        INSERT INTO audit (person, act, object, detail)
        SELECT p_person, 'resend_mail', 'person ' || p.code, jsonb_build_object('mails', n) FROM person p WHERE p.id = p_person;
    END IF;
END $$;

-- discard_mail: give up on a mail.  Outcomes: discarded; not_found;
-- not_in_trouble.
CREATE FUNCTION app.discard_mail(p_actor bigint, p_mail bigint, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    outcome := app.trouble_of_mail(p_actor, p_mail);
    IF outcome = 'yes' THEN
        UPDATE mail
           SET state = 'dropped', finished = clock(), claimed = NULL,
               reply = left('Discarded by a coordinator. ' || reply, 500)
         WHERE id = p_mail;
        INSERT INTO audit (person, act, object) VALUES (p_actor, 'discard_mail', 'mail ' || p_mail);
        outcome := 'discarded';
    END IF;
END $$;

CREATE FUNCTION app.trouble_of_mail(p_actor bigint, p_mail bigint) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    WITH locked AS (
        SELECT id FROM mail WHERE id = p_mail AND app.coordinator(p_actor) IS NOT NULL FOR UPDATE
    )
    SELECT CASE WHEN NOT EXISTS (SELECT FROM locked) THEN 'not_found'
                WHEN EXISTS (SELECT FROM app.desk_mail WHERE mail = p_mail AND trouble) THEN 'yes'
                ELSE 'not_in_trouble' END
$$;

-- place_person: say which organisation someone works for who did not find it
-- on the list; bookings made meanwhile are counted there too.
-- Outcomes: placed; not_found; agency_closed.
CREATE FUNCTION app.place_person(p_actor bigint, p_code text, p_agency text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_person    person;
    v_agency    agency;
    v_sessions  bigint[] := app.lock_sessions(ARRAY(SELECT b.id FROM booking b JOIN person p ON p.id = b.person
                                                     WHERE p.code = p_code AND b.live AND b.agency IS NULL));
BEGIN
    SELECT * INTO v_person FROM person
     WHERE code = p_code AND unlisted IS NOT NULL AND app.coordinator(p_actor) IS NOT NULL FOR UPDATE;
    SELECT * INTO v_agency FROM agency WHERE code = p_agency;
    outcome := CASE WHEN v_person.id IS NULL OR v_agency.id IS NULL THEN 'not_found'
                    WHEN NOT v_agency.active THEN 'agency_closed'
                    ELSE 'placed' END;
    IF outcome = 'placed' THEN
        UPDATE person SET agency = v_agency.id, setting = NULL, unlisted = NULL, version = version + 1
         WHERE id = v_person.id;
        UPDATE booking SET agency = v_agency.id, sector = v_agency.sector, charging_class = v_agency.charging_class
         WHERE person = v_person.id AND agency IS NULL AND unlisted = v_person.unlisted;
        PERFORM app.fill_places(s) FROM unnest(v_sessions) AS s;
        INSERT INTO audit (person, act, object, detail)
        VALUES (p_actor, 'place_person', 'person ' || p_code,
                jsonb_build_object('agency', p_agency, 'unlisted', v_person.unlisted));
    END IF;
END $$;

-- resend_booking: send the joining details of a booking once more.
-- Outcomes: resent; not_found; not_live; no_address.
CREATE FUNCTION app.resend_booking(p_actor bigint, p_booking bigint, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_kind   text;
    v_email  text;
BEGIN
    SELECT CASE b.state WHEN 'confirmed' THEN 'booking_confirmed' WHEN 'waiting' THEN 'booking_waiting' END, coalesce(p.email, p.guest_email)
      INTO v_kind, v_email
      FROM booking b JOIN person p ON p.id = b.person
     WHERE b.id = p_booking AND app.coordinator(p_actor) IS NOT NULL;
    outcome := CASE WHEN NOT FOUND THEN 'not_found'
                    WHEN v_kind IS NULL THEN 'not_live'
                    WHEN v_email IS NULL THEN 'no_address'
                    ELSE 'resent' END;
    IF outcome = 'resent' THEN
        INSERT INTO mail (kind, person, address, booking, session)
        SELECT v_kind, person, v_email, id, session FROM booking WHERE id = p_booking;
        INSERT INTO audit (person, act, object) VALUES (p_actor, 'resend_booking', 'booking ' || p_booking);
    END IF;
END $$;

-- end_for: a coordinator cancels someone's booking, with the reason; the
-- place goes to the next in line.  p_charge: late notice is charged as if the
-- person had cancelled; else nothing is.  Outcomes: cancelled; not_found;
-- not_live; over.
CREATE FUNCTION app.end_for(p_actor bigint, p_booking bigint, p_why text, p_charge boolean DEFAULT false, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
BEGIN
    v_booking := app.lock_booking(p_booking);
    outcome := CASE
        WHEN v_booking.id IS NULL OR app.coordinator(p_actor) IS NULL THEN 'not_found'
        WHEN NOT v_booking.live THEN 'not_live'
        WHEN (SELECT ends <= clock() FROM session WHERE id = v_booking.session) THEN 'over'
        ELSE 'cancelled' END;
    IF outcome = 'cancelled' THEN
        UPDATE booking SET spared = NOT p_charge WHERE id = p_booking;
        PERFORM app.end_booking(v_booking, p_actor, 'coordinator', p_why);
        PERFORM app.fill_places(v_booking.session);
        INSERT INTO audit (person, act, object, detail)
        VALUES (p_actor, 'cancel_booking', 'booking ' || p_booking, jsonb_build_object('why', p_why, 'charge', p_charge));
    END IF;
END $$;

-- How many are in the room of a part that day.
CREATE FUNCTION app.present_of(p_session bigint, p_part int) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT count(DISTINCT c.booking) FROM app.scan_counted c
     WHERE c.session = p_session AND c.part = p_part AND c.way = 'in'
$$;

-- Sessions, drafts too, held or to come, that hold every word typed by its
-- beginning; a word that begins none may have one letter wrong, as in
-- programme_search.  With the distance in time from now.
CREATE FUNCTION app.find_sessions(p_q text) RETURNS TABLE (session bigint, distance interval)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    WITH have AS MATERIALIZED (
        SELECT DISTINCT s.id, left(h, 40) AS h
          FROM session s JOIN event e ON e.id = s.event
         CROSS JOIN unnest(s.words || e.words) AS h
    ), want AS (
        SELECT w, EXISTS (SELECT FROM have WHERE starts_with(h, w)) AS known
          FROM (SELECT left(w, 40) AS w FROM unnest(words(left(p_q, 200))) AS w LIMIT 12) AS asked
    ), found AS (
        SELECT h.id FROM have h
          JOIN want ON starts_with(h.h, w)
                    OR NOT known AND length(w) >= 4
                       AND (ext.levenshtein_less_equal(h.h, w, 1) <= 1
                            OR length(h.h) > length(w)
                               AND ext.levenshtein_less_equal(left(h.h, length(w)), w, 1) <= 1)
         GROUP BY h.id
        HAVING count(DISTINCT w) = (SELECT count(*) FROM want)
    )
    SELECT s.id, CASE WHEN s.starts > clock() THEN s.starts - clock() ELSE clock() - s.starts + interval '1 year' END
      FROM found f JOIN session s ON s.id = f.id
$$;

-- How many have a place at a session, and how many of them have come.
CREATE FUNCTION app.desk_counts(p_session bigint) RETURNS TABLE (expected bigint, arrived bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT (SELECT count(*) FROM booking b WHERE b.session = p_session AND b.state = 'confirmed'),
           (SELECT count(DISTINCT c.booking) FROM app.scan_counted c WHERE c.session = p_session AND c.way = 'in')
$$;
