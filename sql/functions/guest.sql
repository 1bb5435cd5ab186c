-- guest: events that are open to everyone.  A guest is a person with a name
-- and one contact, made for one booking, without an agency or an account; the
-- booking goes through the same check, pool and line as any other.
--
-- Two forms with the same name and contact make two bookings: to say that
-- somebody is booked already would tell a stranger who comes.

-- A person of these words; the last of several is the last name.
CREATE FUNCTION app.new_guest(p_name text, p_email text, p_phone text) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    INSERT INTO person (guest, first_name, last_name, guest_email, phone)
    SELECT true, split_part(p_name, ' ', 1), trim(substr(p_name, length(split_part(p_name, ' ', 1)) + 1)),
           nullif(p_email, ''), nullif(p_phone, '')
    RETURNING id
$$;

-- May a guest's form be taken now?  Counted by network, and by network and
-- contact, so that nobody learns from it what others did: 6 bookings a day for
-- a contact, 40 an hour from a network, then seconds says how long to wait.
CREATE FUNCTION app.try_guest(p_contact text, p_network text) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_network  text := 'guest:' || p_network;
    v_pair     text := 'guest:' || p_contact || '@' || p_network;
    v_seconds  int;
BEGIN
    PERFORM app.lock_account(v_network);
    v_seconds := greatest(app.try_wait(v_pair, '1 day', 6, '1 minute', '1 hour'),
                          app.try_wait(v_network, '1 hour', 40, '10 seconds', '10 minutes'));
    IF v_seconds = 0 THEN
        INSERT INTO failure (key) VALUES (v_pair), (v_network);
    END IF;
    RETURN v_seconds;
END $$;

-- book_guest: ask for a place as a guest.
--
-- Outcomes: confirmed, waiting, requested (with the booking's number); what
-- app.booking_check gives; not_found (no such date, or not open to everyone);
-- stale_form.
-- p_link: the SHA-256 of the token of a page for this booking; a form sent
-- again gets a page of its own.
CREATE FUNCTION app.book_guest(p_slug text, p_kind text, p_key uuid, p_fields bytea, p_name text, p_email text, p_phone text,
                               p_access text, p_diet text, p_seed bytea, p_ticket_key int, p_ticket bytea, p_code bytea,
                               p_link bytea, OUT outcome text, OUT booking bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  bigint;
    v_form     guest_form;
    v_person   bigint;
    v_check    record;
BEGIN
    SELECT s.id INTO v_session FROM app.public_session s WHERE s.slug = p_slug AND s.open_to_public;
    IF NOT FOUND THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    PERFORM app.lock_session(v_session);
    SELECT * INTO v_form FROM guest_form WHERE key = p_key;
    IF v_form.fields <> p_fields THEN
        outcome := 'stale_form';
        RETURN;
    ELSIF v_form.booking IS NOT NULL THEN
        SELECT b.state, b.id INTO outcome, booking FROM booking b WHERE b.id = v_form.booking;
    ELSE
        v_person := app.new_guest(p_name, p_email, p_phone);
        SELECT c.outcome, c.pool, c.asks INTO v_check
          FROM app.booking_check(v_person, v_session, p_kind, NULL, NULL, false) c;
        IF v_check.outcome <> 'ok' THEN
            outcome := v_check.outcome;
            DELETE FROM person WHERE id = v_person;
            RETURN;
        END IF;
        PERFORM app.correct_person(v_person, NULL, NULL, NULL, p_access, p_diet);
        booking := app.add_booking(v_person, v_session, v_check.pool,
                                   CASE WHEN v_check.asks = '{}' THEN 'waiting' ELSE 'requested' END,
                                   p_seed, p_ticket_key, p_ticket, p_code);
        IF v_check.asks = '{}' THEN
            outcome := app.take_turn(v_session, booking);
        ELSE
            PERFORM app.ask_agreement(booking, v_check.asks, NULL);
            PERFORM app.fill_places(v_session);
            outcome := 'requested';
        END IF;
        INSERT INTO guest_form (key, fields, booking) VALUES (p_key, p_fields, book_guest.booking);
    END IF;
    PERFORM app.link_guest(p_link, booking);
END $$;

-- A page of a guest's booking, good for as long as we know who it was.
CREATE FUNCTION app.link_guest(p_link bytea, p_booking bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    INSERT INTO link (token, purpose, person, booking, expires)
    SELECT p_link, 'guest', b.person, b.id, s.ends + interval '30 days'
      FROM booking b JOIN session s ON s.id = b.session
     WHERE b.id = p_booking
$$;

-- add_guest: staff add a guest to a date of an event that is open to everyone;
-- a form sent twice adds one.
-- Outcomes: those of add_late; contact_missing; stale_form.
CREATE FUNCTION app.add_guest(p_actor bigint, p_slug text, p_key uuid, p_fields bytea, p_name text, p_email text, p_phone text, p_kind text, p_why text,
                              p_seed bytea, p_ticket_key int, p_ticket bytea, p_typed bytea,
                              OUT outcome text, OUT booking bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_person  bigint;
    v_form    guest_form;
BEGIN
    outcome := CASE WHEN app.coordinator(p_actor) IS NULL
                      OR NOT EXISTS (SELECT FROM session s JOIN event e ON e.id = s.event AND e.open_to_public WHERE s.slug = p_slug)
                    THEN 'not_found'
                    WHEN p_email = '' AND p_phone = '' THEN 'contact_missing' END;
    IF outcome IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM app.lock_session((SELECT id FROM session WHERE slug = p_slug));
    SELECT * INTO v_form FROM guest_form WHERE key = p_key;
    IF FOUND THEN
        outcome := CASE WHEN v_form.fields = p_fields THEN 'added' ELSE 'stale_form' END;
        booking := CASE outcome WHEN 'added' THEN v_form.booking END;
        RETURN;
    END IF;
    v_person := app.new_guest(p_name, p_email, p_phone);
    SELECT a.outcome, a.booking INTO outcome, booking
      FROM person p, app.add_late(p_actor, p_slug, p.code, p_kind, p_why, p_seed, p_ticket_key, p_ticket, p_typed) a
     WHERE p.id = v_person;
    IF booking IS NULL THEN
        DELETE FROM person WHERE id = v_person;
    ELSE
        INSERT INTO guest_form (key, fields, booking) VALUES (p_key, p_fields, add_guest.booking);
    END IF;
END $$;

-- 30 days after the date of a guest nothing tells any more who it was: not
-- the person, the mails and links, nor what the door was answered.  Those who
-- came to such an event without a booking are forgotten likewise.  What is
-- left is a booking and an attendance without a name, for the figures.
CREATE FUNCTION app.work_forget_guests() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_gone  bigint[] := ARRAY(
        SELECT p.id FROM person p
         WHERE p.guest AND p.status <> 'closed'
           AND NOT EXISTS (SELECT FROM booking b JOIN session s ON s.id = b.session
                            WHERE b.person = p.id AND s.ends >= clock() - interval '30 days')
         ORDER BY p.id LIMIT 1000);
BEGIN
    DELETE FROM guest_form WHERE made < clock() - interval '7 days';
    DELETE FROM link WHERE person = ANY (v_gone);
    DELETE FROM need WHERE person = ANY (v_gone);
    UPDATE mail SET address = CASE WHEN address IS NOT NULL THEN 'forgotten@guest.invalid' END, detail = '{}', reply = '',
                    state = CASE WHEN state IN ('queued', 'sending', 'to_post') THEN 'dropped' ELSE state END
     WHERE person = ANY (v_gone);
    UPDATE scan c SET answer = jsonb_set(c.answer, '{name}', '"Guest"')
      FROM booking b
     WHERE b.id = c.booking AND b.person = ANY (v_gone) AND c.answer ? 'name';
    UPDATE scan c SET person = '{"name": "Guest"}', answer = jsonb_set(c.answer, '{name}', '"Guest"')
      FROM session s JOIN event e ON e.id = s.event AND e.open_to_public
     WHERE s.id = c.session AND s.ends < clock() - interval '30 days' AND c.person IS NOT NULL AND c.person <> '{"name": "Guest"}';
    UPDATE person SET first_name = 'Guest', last_name = '', guest_email = NULL, phone = NULL, post = '',
                      status = 'closed', closed = clock(), version = version + 1
     WHERE id = ANY (v_gone);
    RETURN cardinality(v_gone);
END $$;
