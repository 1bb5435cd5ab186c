-- What the partnership changes about a date: every command locks it, raises
-- its SEQUENCE, keeps what changed for the pages, and tells those it concerns.

-- note_change: keep it, and tell who leads and helps.  Gives its id.
CREATE FUNCTION app.note_change(p_session bigint, p_actor bigint, p_kind text, p_words text, p_why text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_change  bigint;
BEGIN
    INSERT INTO session_change (session, person, kind, words, why)
    VALUES (p_session, p_actor, p_kind, p_words, coalesce(p_why, ''))
    RETURNING id INTO v_change;
    INSERT INTO audit (person, act, object, detail)
    SELECT p_actor, 'change_session', 'session ' || s.slug, jsonb_build_object('kind', p_kind, 'words', p_words, 'why', p_why)
      FROM session s WHERE s.id = p_session;
    INSERT INTO mail (kind, person, address, session, detail)
    SELECT 'session_staff', p.id, p.email, p_session,
           jsonb_build_object('change_words', p_words, 'change_why', coalesce(p_why, ''))
      FROM duty d JOIN person p ON p.id = d.person
     WHERE d.session = p_session AND p.email IS NOT NULL AND p.status = 'active';
    RETURN v_change;
END $$;

-- Tell those who have a place, have been offered one or await agreement.
CREATE FUNCTION app.tell_change(p_change bigint) RETURNS int
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    WITH told AS (
        SELECT app.tell(b.id, 'session_changed', jsonb_build_object('change_words', c.words, 'change_why', c.why))
          FROM session_change c JOIN booking b ON b.session = c.session
         WHERE c.id = p_change AND b.state IN ('requested', 'offered', 'confirmed')
         ORDER BY b.id
    )
    SELECT count(*)::int FROM told
$$;

-- Lock a session for a coordinator's command; outcome is NULL if it may go on.
CREATE FUNCTION app.lock_for_change(p_actor bigint, p_slug text, OUT outcome text, OUT session bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    SELECT s.id INTO session FROM session s WHERE s.slug = p_slug AND app.coordinator(p_actor) IS NOT NULL;
    IF NOT FOUND THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    PERFORM app.lock_session(session);
    outcome := app.session_fixed(session);
END $$;

-- replace_trainer: another trainer leads; the new one has the door at once,
-- the old one loses it.  p_old: the person who led, or NULL if nobody did.
-- Outcomes: changed (with how many were told); not_found; not_open;
-- already_cancelled; session_over; not_on_duty; no_such_trainer; on_duty.
CREATE FUNCTION app.replace_trainer(p_actor bigint, p_slug text, p_old text, p_new text, p_why text,
                                    OUT outcome text, OUT told int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  bigint;
    v_old      duty;
    v_new      person;
    v_words    text;
BEGIN
    SELECT l.outcome, l.session INTO outcome, v_session FROM app.lock_for_change(p_actor, p_slug) l;
    SELECT d.* INTO v_old FROM duty d JOIN person p ON p.id = d.person
     WHERE d.session = v_session AND d.kind = 'trainer' AND p.code = p_old;
    SELECT p.* INTO v_new FROM person p JOIN trainer t ON t.person = p.id WHERE p.code = p_new AND p.status = 'active';
    outcome := CASE
        WHEN outcome IS NOT NULL THEN outcome
        WHEN p_old IS NOT NULL AND v_old.person IS NULL THEN 'not_on_duty'
        WHEN v_new.id IS NULL THEN 'no_such_trainer'
        WHEN EXISTS (SELECT FROM duty WHERE session = v_session AND person = v_new.id AND kind = 'trainer') THEN 'on_duty'
        ELSE 'changed' END;
    IF outcome <> 'changed' THEN
        RETURN;
    END IF;
    v_words := concat_ws(' ', v_new.first_name, nullif(v_new.last_name, '')) || ' leads it'
            || coalesce((SELECT ' instead of ' || concat_ws(' ', p.first_name, nullif(p.last_name, ''))
                           FROM person p WHERE p.id = v_old.person), '') || '.';
    INSERT INTO duty (session, person, kind, listed, position)
    VALUES (v_session, v_new.id, 'trainer', coalesce(v_old.listed, true), coalesce(v_old.position, 1))
        ON CONFLICT (session, person) DO UPDATE SET kind = 'trainer', listed = excluded.listed, position = excluded.position;
    UPDATE session SET sequence = sequence + 1, version = version + 1 WHERE id = v_session;
    told := app.tell_change(app.note_change(v_session, p_actor, 'trainer', v_words, p_why));
    DELETE FROM duty WHERE session = v_session AND person = v_old.person;
END $$;

-- change_venue: it takes place somewhere else; a date that was online has a
-- room from now on.  p_room: a room there, or NULL.
-- Outcomes: changed (with how many were told); not_found; not_open;
-- already_cancelled; session_over; no_such_venue; same_venue.
CREATE FUNCTION app.change_venue(p_actor bigint, p_slug text, p_venue text, p_room text, p_why text,
                                 OUT outcome text, OUT told int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  bigint;
    v_was      text;
    v_venue    bigint := (SELECT id FROM venue WHERE code = p_venue);
    v_room     bigint := (SELECT r.id FROM room r JOIN venue v ON v.id = r.venue WHERE r.code = p_room AND v.code = p_venue);
BEGIN
    SELECT l.outcome, l.session INTO outcome, v_session FROM app.lock_for_change(p_actor, p_slug) l;
    outcome := CASE
        WHEN outcome IS NOT NULL THEN outcome
        WHEN v_venue IS NULL OR p_room IS NOT NULL AND v_room IS NULL THEN 'no_such_venue'
        WHEN EXISTS (SELECT FROM session WHERE id = v_session AND delivery <> 'virtual'
                        AND venue = v_venue AND room IS NOT DISTINCT FROM v_room) THEN 'same_venue'
        ELSE 'changed' END;
    IF outcome <> 'changed' THEN
        RETURN;
    END IF;
    v_was := app.place_short(v_session);
    UPDATE session
       SET venue = v_venue, room = v_room, delivery = CASE delivery WHEN 'virtual' THEN 'in_person' ELSE delivery END,
           sequence = sequence + 1, version = version + 1
     WHERE id = v_session;
    UPDATE part SET room = NULL WHERE session = v_session;
    told := app.tell_change(app.note_change(v_session, p_actor, 'venue', app.place_change(v_session, v_was), p_why));
END $$;

-- change_venue_to: the same, in the smallest room there that is free and large
-- enough; no_room where there is none.
CREATE FUNCTION app.change_venue_to(p_actor bigint, p_slug text, p_venue text, p_why text, OUT outcome text, OUT told int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_room  text;
BEGIN
    IF NOT EXISTS (SELECT FROM venue WHERE code = p_venue AND NOT online) THEN
        outcome := 'no_such_venue';
        RETURN;
    END IF;
    SELECT o.room_code INTO v_room
      FROM app.today_room o JOIN session s ON s.id = o.session
     WHERE s.slug = p_slug AND o.venue_code = p_venue AND NOT o.used AND NOT o.small
     ORDER BY o.capacity, o.room_code LIMIT 1;
    IF v_room IS NULL THEN
        outcome := 'no_room';
        RETURN;
    END IF;
    SELECT c.outcome, c.told INTO outcome, told FROM app.change_venue(p_actor, p_slug, p_venue, v_room, p_why) c;
END $$;

-- Room and venue, or "an online meeting"; NULL if it has no place yet.
CREATE FUNCTION app.place_short(p_session bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT CASE WHEN s.delivery = 'virtual' THEN 'an online meeting'
                ELSE nullif(concat_ws(', ', nullif(r.name, ''), v.name), '') END
      FROM session s LEFT JOIN venue v ON v.id = s.venue LEFT JOIN room r ON r.id = s.room
     WHERE s.id = p_session
$$;

-- Where a date takes place from now on, and not where it was.
CREATE FUNCTION app.place_change(p_session bigint, p_was text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT 'It takes place ' || CASE WHEN s.delivery = 'virtual' THEN 'online' ELSE 'at ' || app.place_short(s.id) END
           || CASE p_was WHEN 'an online meeting' THEN ', not online' ELSE coalesce(', not at ' || p_was, '') END || '.'
      FROM session s WHERE s.id = p_session
$$;

-- go_online: it takes place online instead; who had chosen the room comes
-- together with who had not, in one line.  p_url: the joining link, or NULL to
-- keep the one it has.
-- Outcomes: changed (with how many were told); not_found; not_open;
-- already_cancelled; session_over; no_link; bad_link; online_already.
CREATE FUNCTION app.go_online(p_actor bigint, p_slug text, p_url text, p_why text, OUT outcome text, OUT told int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_id       bigint;
    v_session  session;
    v_was      text;
BEGIN
    SELECT l.outcome, l.session INTO outcome, v_id FROM app.lock_for_change(p_actor, p_slug) l;
    SELECT * INTO v_session FROM session WHERE id = v_id;
    outcome := CASE
        WHEN outcome IS NOT NULL THEN outcome
        WHEN p_url !~ '^https://[^[:space:]]+$' THEN 'bad_link'
        WHEN coalesce(p_url, v_session.join_url) IS NULL THEN 'no_link'
        WHEN v_session.delivery = 'virtual' AND coalesce(p_url, v_session.join_url) = v_session.join_url THEN 'online_already'
        ELSE 'changed' END;
    IF outcome <> 'changed' THEN
        RETURN;
    END IF;
    v_was := CASE WHEN v_session.delivery <> 'virtual' THEN app.place_short(v_id) END;
    UPDATE session
       SET delivery = 'virtual', venue = NULL, room = NULL, join_url = coalesce(p_url, join_url),
           sequence = sequence + 1, version = version + 1
     WHERE id = v_id;
    UPDATE part SET room = NULL WHERE session = v_id;
    told := app.tell_change(app.note_change(v_id, p_actor, 'online',
        CASE v_session.delivery WHEN 'virtual' THEN 'It has a new joining link.' ELSE app.place_change(v_id, v_was) END, p_why));
    IF v_session.delivery = 'hybrid' THEN
        PERFORM app.put_pools(v_id, 'hybrid', (
            SELECT jsonb_build_object('delivery', 'virtual', 'capacity', sum(capacity))
              FROM pool WHERE session = v_id AND kind <> 'workshop'));
        PERFORM app.fill_places(v_id);
    END IF;
END $$;
