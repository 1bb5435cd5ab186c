-- group: a training contact books colleagues.  One answer to the request, kept
-- line by line; each colleague gets a mail or a letter of their own.

-- The agency of that code ('': the first) whose training contact somebody is.
CREATE FUNCTION app.agency_of(p_booker bigint, p_code text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT a.id
      FROM booker k
      JOIN agency a ON a.id = k.agency AND a.active
      JOIN person p ON p.id = k.person AND p.status = 'active'
     WHERE k.person = p_booker AND (p_code = '' OR a.code = p_code)
     ORDER BY a.name LIMIT 1
$$;

-- Who is meant by a row {code} or {first, last, email, job, setting}: known,
-- new, elsewhere (a code of nobody here), or outside: an address that is not
-- of the agency's domain, known or not.  An address in the domain that is
-- somebody's elsewhere is new here (second_record).  Without an address the
-- name decides, among the agency's people who have none either.
CREATE FUNCTION app.colleague(p_agency bigint, p_row jsonb, OUT person bigint, OUT standing text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_email   text := nullif(p_row ->> 'email', '');
    v_person  person;
BEGIN
    IF p_row ? 'code' THEN
        SELECT * INTO v_person FROM person WHERE code = p_row ->> 'code' AND agency = p_agency;
        standing := CASE WHEN v_person.id IS NULL THEN 'elsewhere' ELSE 'known' END;
    ELSIF v_email IS NULL THEN
        SELECT * INTO v_person FROM person p
         WHERE p.agency = p_agency AND num_nonnulls(p.email, p.guest_email) = 0 AND p.status IN ('active', 'long_leave')
           AND fold(p.first_name || ' ' || p.last_name) = fold((p_row ->> 'first') || ' ' || (p_row ->> 'last'))
         ORDER BY p.id LIMIT 1;
        standing := CASE WHEN v_person.id IS NULL THEN 'new' ELSE 'known' END;
    ELSE
        SELECT * INTO v_person FROM person p WHERE p.agency = p_agency AND coalesce(p.email, p.guest_email) = v_email ORDER BY p.id LIMIT 1;
        standing := CASE WHEN FOUND THEN 'known'
                         WHEN app.in_domain(p_agency, v_email) THEN 'new'
                         ELSE 'outside' END;
    END IF;
    person := CASE standing WHEN 'known' THEN v_person.id END;
END $$;

-- Is this an address of the agency's own domain?
CREATE FUNCTION app.in_domain(p_agency bigint, p_email text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT EXISTS (SELECT FROM agency a
                    WHERE a.id = p_agency AND a.email_domain <> ''
                      AND right('.' || split_part(p_email, '@', 2), length(a.email_domain) + 1) = '.' || lower(a.email_domain))
$$;

-- A mail to somebody whom a training contact may not book: they book for
-- themselves.  The same for an address that we know and one that we do not;
-- one a day about a date.
CREATE FUNCTION app.ask_outside(p_booker bigint, p_session bigint, p_agency bigint, p_email text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    INSERT INTO mail (kind, address, session, detail)
    SELECT 'colleague_asks', p_email, p_session,
           jsonb_build_object('colleague', concat_ws(' ', p.first_name, nullif(p.last_name, '')), 'organisation', a.name)
      FROM person p, agency a
     WHERE p.id = p_booker AND a.id = p_agency
       AND NOT EXISTS (SELECT FROM mail m WHERE m.kind = 'colleague_asks' AND m.address = p_email AND m.session = p_session
                                            AND m.made > clock() - interval '1 day')
$$;

-- What would come of each row, before anything is done: outcome is ok or what
-- booking would say.
CREATE FUNCTION app.group_look(p_booker bigint, p_slug text, p_agency text, p_kind text, p_manager text, p_rows jsonb)
RETURNS TABLE ("position" bigint, name text, email text, job text, setting text, standing text, outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_agency   bigint := app.agency_of(p_booker, p_agency);
    v_session  session;
    v_closed   text;
BEGIN
    SELECT s.* INTO v_session FROM app.public_session v JOIN session s ON s.id = v.id
     WHERE v.slug = p_slug AND v_agency IS NOT NULL;
    v_closed := CASE WHEN v_session.status = 'cancelled' THEN 'cancelled_session'
                     WHEN v_session.booking_opens > clock() THEN 'not_open_yet'
                     WHEN coalesce(v_session.booking_closes, v_session.starts) <= clock() THEN 'closed' END;
    RETURN QUERY
    SELECT r.n, CASE WHEN p.id IS NULL THEN concat_ws(' ', r.v ->> 'first', nullif(r.v ->> 'last', '')) ELSE concat_ws(' ', p.first_name, nullif(p.last_name, '')) END,
           coalesce(p.email, p.guest_email, r.v ->> 'email', ''), coalesce(nullif(p.job_title, ''), r.v ->> 'job', ''),
           coalesce(t.name, r.v ->> 'setting', ''), c.standing,
           coalesce(v_closed, CASE c.standing WHEN 'known' THEN k.outcome
                WHEN 'new' THEN coalesce(app.new_refused(v_agency, v_session, r.v ->> 'email'),
                                         CASE WHEN app.by_word(v_session.approval) AND p_manager = '' THEN 'no_manager' END, 'ok')
                ELSE c.standing END)
      FROM jsonb_array_elements(p_rows) WITH ORDINALITY AS r (v, n)
     CROSS JOIN LATERAL app.colleague(v_agency, r.v) AS c
      LEFT JOIN person p ON p.id = c.person
      LEFT JOIN setting t ON t.id = p.setting
      LEFT JOIN LATERAL app.booking_check(c.person, v_session.id, nullif(p_kind, ''), coalesce(p.manager_email, nullif(p_manager, '')),
                                          NULL, false) AS k ON c.person IS NOT NULL
     WHERE v_session.id IS NOT NULL
     ORDER BY r.n;
END $$;

-- A new person of an agency; with an address they are asked to set a password.
CREATE FUNCTION app.new_colleague(p_agency bigint, p_row jsonb, p_next text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_person  person;
BEGIN
    INSERT INTO person (first_name, last_name, email, job_title, agency, setting, phone, post)
    VALUES (p_row ->> 'first', coalesce(p_row ->> 'last', ''), nullif(p_row ->> 'email', ''), coalesce(p_row ->> 'job', ''), p_agency,
            app.setting_of(p_agency, coalesce(p_row ->> 'setting', '')), nullif(p_row ->> 'phone', ''), coalesce(p_row ->> 'post', ''))
    ON CONFLICT (email) DO NOTHING
    RETURNING * INTO v_person;
    IF v_person.email IS NOT NULL THEN
        INSERT INTO mail (kind, person, address, link_next) VALUES ('set_password', v_person.id, v_person.email, p_next);
    END IF;
    RETURN v_person.id;
END $$;

-- Why somebody of this agency of whom we know nothing may not have a place, as
-- app.refused would say once there is a record of them; NULL if they may.
CREATE FUNCTION app.new_refused(p_agency bigint, p_session lectern.session, p_email text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT CASE
           WHEN p_session.by_invitation AND NOT EXISTS (
                SELECT FROM invitation i WHERE i.session = p_session.id AND i.email = p_email) THEN 'not_invited'
           WHEN (p_session.only_agencies <> '{}' OR p_session.only_sectors <> '{}')
                AND NOT EXISTS (SELECT FROM agency a WHERE a.id = p_agency
                                   AND (a.id = ANY (p_session.only_agencies) OR a.sector = ANY (p_session.only_sectors))) THEN 'not_eligible'
           WHEN EXISTS (SELECT FROM event_prerequisite q WHERE q.event = p_session.event) THEN 'no_prerequisite' END
$$;

-- second_record: an address of the agency's own domain is somebody's elsewhere,
-- who moved here, or works for both.  Whoever names them here must not learn
-- that: they get a record of the agency's own, and mail with a link of its own,
-- as guests have (mail_claim); a coordinator reads of both in the remark.
CREATE FUNCTION app.second_record(p_agency bigint, p_row jsonb) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    INSERT INTO person (first_name, last_name, guest_email, job_title, agency, setting, remark)
    SELECT p_row ->> 'first', coalesce(p_row ->> 'last', ''), p.email, coalesce(p_row ->> 'job', ''), p_agency,
           app.setting_of(p_agency, coalesce(p_row ->> 'setting', '')), 'The address is also that of ' || p.code || ', who has an account elsewhere'
      FROM person p WHERE p.email = p_row ->> 'email'
    RETURNING id
$$;

-- Ask for a place for somebody else; the caller holds the session's lock.
-- Outcomes: those of book().
CREATE FUNCTION app.book_other(p_person bigint, p_session bigint, p_kind text, p_by bigint, p_seed bytea, p_ticket_key int,
                               p_ticket bytea, p_code bytea, OUT outcome text, OUT booking bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_pool  bigint;
    v_asks  text[];
BEGIN
    SELECT c.outcome, c.pool, c.booking, c.asks INTO outcome, v_pool, booking, v_asks
      FROM app.booking_check(p_person, p_session, p_kind, NULL, NULL, false) c;
    IF outcome <> 'ok' THEN
        booking := NULL;
        RETURN;
    END IF;
    booking := app.add_booking(p_person, p_session, v_pool, CASE WHEN v_asks = '{}' THEN 'waiting' ELSE 'requested' END,
                               p_seed, p_ticket_key, p_ticket, p_code, p_by);
    IF v_asks = '{}' THEN
        outcome := app.take_turn(p_session, booking);
    ELSE
        PERFORM app.ask_agreement(booking, v_asks, NULL);
        PERFORM app.fill_places(p_session);
        outcome := 'requested';
    END IF;
END $$;

-- book_group: each of the rows is asked for by itself; one who cannot be
-- booked does not hold up the others.  p_manager…: who agrees the training of
-- those whose manager we do not know.
--
-- Outcomes: booked (with the request's number); not_found; stale_form.
CREATE FUNCTION app.book_group(p_booker bigint, p_slug text, p_agency text, p_kind text, p_manager_name text, p_manager text,
                               p_key uuid, p_fields bytea, p_rows jsonb, OUT outcome text, OUT request bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_agency   bigint := app.agency_of(p_booker, p_agency);
    v_session  bigint;
    v_once     once;
    v_row      record;
    v_person   bigint;
    v_done     record;
BEGIN
    SELECT id INTO v_session FROM app.public_session WHERE slug = p_slug;
    IF v_session IS NULL OR v_agency IS NULL THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    PERFORM app.lock_session(v_session);
    SELECT * INTO v_once FROM once WHERE person = p_booker AND route = 'group' AND key = p_key;
    IF FOUND THEN
        outcome := CASE WHEN v_once.fields = p_fields THEN 'booked' ELSE 'stale_form' END;
        request := v_once.booking;
        RETURN;
    END IF;
    INSERT INTO group_request (by, agency, session) VALUES (p_booker, v_agency, v_session) RETURNING id INTO request;
    FOR v_row IN
        SELECT r.v, r.n, c.person, c.standing
          FROM jsonb_array_elements(p_rows) WITH ORDINALITY AS r (v, n)
         CROSS JOIN LATERAL app.colleague(v_agency, r.v) AS c
         ORDER BY r.n
    LOOP
        v_person := CASE v_row.standing WHEN 'new' THEN coalesce(app.new_colleague(v_agency, v_row.v, '/bookings'), app.second_record(v_agency, v_row.v))
                         ELSE v_row.person END;
        UPDATE person SET manager_name = p_manager_name, manager_email = p_manager, version = version + 1
         WHERE id = v_person AND manager_email IS NULL AND p_manager <> '';
        IF v_person IS NOT NULL THEN
            SELECT o.outcome, o.booking INTO v_done
              FROM app.book_other(v_person, v_session, nullif(p_kind, ''), p_booker, decode(v_row.v ->> 'seed', 'hex'),
                                  (v_row.v ->> 'key')::int, (v_row.v ->> 'ticket')::bytea, (v_row.v ->> 'typed')::bytea) AS o;
            INSERT INTO group_line (request, "position", person, name, outcome, booking)
            SELECT request, v_row.n, p.id, concat_ws(' ', p.first_name, nullif(p.last_name, '')), v_done.outcome, v_done.booking
              FROM person p WHERE p.id = v_person;
        ELSE
            INSERT INTO group_line (request, "position", name, outcome)
            VALUES (request, v_row.n, coalesce(concat_ws(' ', v_row.v ->> 'first', nullif(v_row.v ->> 'last', '')), ''),
                    CASE v_row.standing WHEN 'elsewhere' THEN 'elsewhere' ELSE 'outside' END);
            IF v_row.standing <> 'elsewhere' THEN
                PERFORM app.ask_outside(p_booker, v_session, v_agency, v_row.v ->> 'email');
            END IF;
        END IF;
    END LOOP;
    outcome := 'booked';
    INSERT INTO once (person, route, key, fields, outcome, booking) VALUES (p_booker, 'group', p_key, p_fields, outcome, request);
    INSERT INTO mail (kind, person, address, session, detail)
    SELECT 'group_booked', p.id, p.email, v_session, jsonb_build_object('request', request::text, 'counts', app.group_counts(request))
      FROM person p WHERE p.id = p_booker AND p.email IS NOT NULL;
END $$;

-- "12 have a place, 2 are on the waiting list, 1 could not be booked"
CREATE FUNCTION app.group_counts(p_request bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT concat_ws(', ', nullif(count(*) FILTER (WHERE outcome = 'confirmed'), 0) || ' with a place',
                     nullif(count(*) FILTER (WHERE outcome = 'requested'), 0) || ' waiting for agreement',
                     nullif(count(*) FILTER (WHERE outcome = 'waiting'), 0) || ' on the waiting list',
                     nullif(count(*) FILTER (WHERE outcome = 'outside'), 0) || ' written to',
                     nullif(count(*) FILTER (WHERE outcome NOT IN ('confirmed', 'requested', 'waiting', 'outside')), 0) || ' not booked')
      FROM group_line WHERE request = p_request
$$;

-- Why somebody was or will not be booked, in words.
CREATE FUNCTION app.group_words(p_outcome text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE p_outcome
           WHEN 'ok' THEN 'Can be booked'
           WHEN 'confirmed' THEN 'Has a place'
           WHEN 'requested' THEN 'Waiting for agreement'
           WHEN 'waiting' THEN 'On the waiting list'
           WHEN 'already_booked' THEN 'Is booked on this date already'
           WHEN 'other_date' THEN 'Is booked on another date of this course'
           WHEN 'clash' THEN 'Has another booking at that time: they can book this themselves'
           WHEN 'no_prerequisite' THEN 'Has not been to the course before this one. If they did the same elsewhere, they say so when they book themselves'
           WHEN 'not_eligible' THEN 'This date is for other organisations'
           WHEN 'not_invited' THEN 'This date is by invitation'
           WHEN 'full' THEN 'The date and its waiting list are full'
           WHEN 'elsewhere' THEN 'Not one of your organisation: they book for themselves, or ask us'
           WHEN 'outside' THEN 'We write to them, and they book for themselves'
           WHEN 'not_active' THEN 'Has left, or closed the account'
           WHEN 'no_manager' THEN 'Say who agrees their training'
           WHEN 'no_place_kind' THEN 'Choose the room or online'
           WHEN 'not_open_yet' THEN 'Booking has not opened yet'
           WHEN 'closed' THEN 'Booking has closed'
           WHEN 'cancelled_session' THEN 'The date is cancelled'
           ELSE 'Cannot be booked: ask us' END
$$;

-- cancel_colleague: a training contact gives up a colleague's place.
-- Outcomes: cancelled; not_found; not_live; started.
CREATE FUNCTION app.cancel_colleague(p_booker bigint, p_booking bigint, p_why text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_booking  booking;
BEGIN
    v_booking := app.lock_booking(number) FROM app.agency_booking WHERE number = p_booking AND booker = p_booker;
    outcome := CASE
        WHEN v_booking.id IS NULL THEN 'not_found'
        WHEN NOT v_booking.live THEN 'not_live'
        WHEN (SELECT starts <= clock() FROM session WHERE id = v_booking.session) THEN 'started'
        ELSE 'cancelled' END;
    IF outcome = 'cancelled' THEN
        PERFORM app.end_booking(v_booking, p_booker, 'person', p_why);
        PERFORM app.fill_places(v_booking.session);
    END IF;
END $$;
