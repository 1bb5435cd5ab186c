-- The worker's side of the outbox.

-- Take up to p_limit mails that are due.  A mail taken more than 10 minutes
-- ago belonged to a worker that died: it is taken again, with the same
-- message_id.  What tells of an unpublished review waits (app.is_held).  One that must not go out any more is dropped here, however it
-- came to be there.  data holds all that a template may name.
CREATE FUNCTION app.mail_claim(p_limit int)
RETURNS TABLE (id bigint, kind text, recipient_name text, recipient_address text,
               message_id uuid, attempts int, guest boolean, data jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_due  bigint[];
BEGIN
    LOOP
        v_due := ARRAY(
            SELECT c.id -- asked of those taken alone, not of all that are due
              FROM (SELECT m.id FROM mail m
                     WHERE m.state = 'queued' AND m.due <= (SELECT clock())
                        OR m.state = 'sending' AND m.claimed < (SELECT clock()) - interval '10 minutes'
                     ORDER BY m.due, m.id
                    OFFSET 0 FOR UPDATE SKIP LOCKED) AS c
             WHERE NOT app.is_held(c.id)
             LIMIT p_limit);
        UPDATE mail m
           SET state = 'dropped', finished = clock(), claimed = NULL, reply = app.mail_void(m.id)
         WHERE m.id = ANY (v_due) AND app.mail_void(m.id) IS NOT NULL;
        EXIT WHEN NOT FOUND;
    END LOOP;
    RETURN QUERY
    WITH taken AS (
        UPDATE mail m
           SET state = 'sending', claimed = clock(), attempts = m.attempts + 1
         WHERE m.id = ANY (v_due)
        RETURNING m.*
    )
    SELECT t.id, t.kind, coalesce(nullif(concat_ws(' ', p.first_name, nullif(p.last_name, '')), ''), ''),
           t.address, t.message_id, t.attempts, coalesce(p.guest OR p.email IS NULL AND p.guest_email = t.address, false), app.mail_data(t.id)
      FROM taken t LEFT JOIN person p ON p.id = t.person
     ORDER BY t.due, t.id;
END $$;

-- Everything that the templates of a mail may name, and the calendar's parts.
CREATE FUNCTION app.mail_data(p_mail bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (
        SELECT m.detail || app.mail_wording(m.id) || coalesce(app.alert_words((m.detail ->> 'alert')::bigint), '{}') || coalesce(app.mail_change(m.booking), '{}') || jsonb_strip_nulls(jsonb_build_object(
            'first_name', p.first_name,
            'last_name', p.last_name,
            'booking', b.id::text,
            'booking_state', b.state,
            'waiting_position', CASE b.state WHEN 'waiting' THEN
                app.place_in_line(b.id)::text END,
            'barred_words', CASE m.kind WHEN 'booking_barred' THEN app.barred_words(b.id, s) END,
            'session_slug', s.slug,
            'session_ref', s.ref,
            'session_title', s.title,
            'session_when', app.span_words(s.starts, s.ends),
            'session_starts', app.moment_words(s.starts),
            'session_place', app.place_words(s.id, l.kind),
            'is_online', CASE WHEN s.delivery = 'virtual' OR l.kind = 'virtual' THEN 'yes' END,
            'join_from', app.moment_words(app.join_from(s.starts)),
            'workshops', app.workshop_words(b.id),
            'is_over', CASE WHEN s.ends <= clock() THEN 'yes' END,
            'event_code', e.code,
            'replaced_by', n.slug,
            'replaced_when', app.span_words(n.starts, n.ends),
            'had_place', CASE WHEN h.had_place THEN 'yes' END,
            'ended_by', b.ended_by,
            'cancel_reason', s.cancel_reason,
            'terms_words', CASE WHEN b.live THEN app.booking_terms(b.id) END,
            'offer_until', app.moment_words(o.expires),
            'offer_window', app.window_words(o.made, o.expires, s.starts),
            'offer_free_hours', CASE WHEN o.state = 'open' AND app.session_free_until(s) < clock() THEN (SELECT withdraw_hours::text FROM rule) END,
            'offer_asks', CASE WHEN b.wish IS NOT NULL AND (app.by_manager(s.approval) OR app.by_team(s.approval)) THEN 'yes' END,
            'first_call', CASE WHEN app.has_first_call(b.replaces) THEN 'yes' END,
            'from_wish', CASE WHEN b.wish IS NOT NULL THEN 'yes' END,
            'wish_open', CASE WHEN EXISTS (SELECT FROM wish w WHERE w.id = b.wish AND w.state = 'open') THEN 'yes' END,
            'let_go', CASE WHEN b.state = 'declined' AND b.ended_by = 'person' THEN 'yes' END,
            'took_back', CASE WHEN b.state = 'cancelled' AND h.last_state = 'requested' THEN 'yes' END,
            'offers_from', CASE WHEN b.state = 'waiting' AND app.offers_from(s.starts, app.session_free_until(s)) > clock()
                                THEN app.day_words(app.offers_from(s.starts, app.session_free_until(s))) END,
            'agreement_until', (SELECT app.moment_words(v.expires) FROM approval v
                                 WHERE v.booking = b.id AND v.kind = 'manager' AND v.state = 'open' AND v.address = m.address),
            'agreement_address', y.address,
            'agreement_manager', coalesce(nullif(y.name, ''), y.address),
            'agreement_not_mine', CASE y.returned WHEN 'not_mine' THEN 'yes' END,
            'asks_name', (SELECT concat_ws(' ', w.first_name, nullif(w.last_name, '')) FROM person w WHERE w.id = b.person),
            'decline_note', CASE b.state WHEN 'declined' THEN (
                SELECT nullif(v.note, '') FROM approval v WHERE v.booking = b.id AND v.state = 'declined' ORDER BY v.ended DESC LIMIT 1) END,
            'ticket_seed', encode(t.seed, 'hex'),
            'ticket_version', t.version::text,
            'ticket_key', t.key::text,
            'ical_sequence', (s.sequence + b.sequence)::text,
            'ical_method', CASE WHEN b.state = 'confirmed' THEN 'REQUEST'
                                WHEN h.had_place THEN 'CANCEL' END,
            'parts', (SELECT jsonb_agg(jsonb_build_object(
                              'number', q.number, 'start', to_char(q.starts AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS"Z"'),
                              'end', to_char(q.ends AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS"Z"'),
                              'title', s.title, 'when', app.span_words(q.starts, q.ends),
                              'location', app.place_words(s.id, l.kind)) ORDER BY q.number)
                        FROM part q WHERE q.session = s.id)))
               || CASE WHEN app.may_read(m.person, s.id) THEN '{}' ELSE '{"session_title": "A date that is not public"}'::jsonb END
          FROM mail m
          LEFT JOIN person p ON p.id = m.person
          LEFT JOIN booking b ON b.id = m.booking
          LEFT JOIN pool l ON l.id = b.pool
          LEFT JOIN session s ON s.id = coalesce(m.session, b.session)
          LEFT JOIN event e ON e.id = s.event
          LEFT JOIN app.public_session n ON n.id = s.replaced_by
          LEFT JOIN LATERAL (SELECT v.name, v.address, v.returned FROM approval v WHERE v.booking = b.id AND v.kind = 'manager'
                              ORDER BY v.id DESC LIMIT 1) y ON b.state = 'requested'
          LEFT JOIN LATERAL (SELECT q.made, q.expires, q.state FROM offer q
                              WHERE q.booking = b.id ORDER BY q.id DESC LIMIT 1) o ON true
          LEFT JOIN LATERAL (SELECT bool_or(i.state = 'confirmed') AS had_place,
                                    (array_agg(i.state ORDER BY i.id DESC) FILTER (WHERE i.state NOT IN ('cancelled', 'declined')))[1] AS last_state
                               FROM booking_history i WHERE i.booking = b.id) h ON b.state IN ('cancelled', 'declined')
          LEFT JOIN LATERAL (SELECT * FROM ticket WHERE ticket.booking = b.id
                              ORDER BY version DESC LIMIT 1) t ON b.state = 'confirmed'
         WHERE m.id = p_mail);
END $$;

-- Record how a mail went: sent, refused (for good), dropped (no longer true),
-- or later: tried again after 1 minute, doubling to an hour, give or take a
-- tenth, for 3 days.
CREATE FUNCTION app.mail_result(p_mail bigint, p_state text, p_reply text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    IF p_state = 'refused' THEN
        PERFORM app.agreement_bounced(p_mail); -- takes a session's lock: before the row's
    END IF;
    UPDATE mail
       SET state = CASE WHEN p_state <> 'later' THEN p_state
                        WHEN made < clock() - interval '3 days' THEN 'refused'
                        ELSE 'queued' END,
           due = CASE p_state WHEN 'later' THEN app.mail_due(kind, session,
                 clock() + least(interval '1 minute' * 2 ^ least(attempts - 1, 10), interval '1 hour')
                         * (0.9 + 0.2 * random())) ELSE due END,
           finished = CASE WHEN p_state <> 'later' THEN clock() END,
           reply = left(p_reply, 500),
           claimed = NULL
     WHERE id = p_mail AND state = 'sending';
END $$;

-- Keep the hash of a link that is going out in a mail.  The link of an
-- evaluation outlives its form, so that it can say that it has closed; that
-- of an agreement is good for as long as it can be given, that of a line for
-- as long as anybody can stand in it, that of a guest
-- until the guest is forgotten.
CREATE FUNCTION app.link_make(p_token bytea, p_mail bigint, p_purpose text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    INSERT INTO link (token, purpose, email, person, booking, wish, next, expires)
    SELECT p_token, p_purpose, coalesce(m.detail ->> 'proves', m.address), m.person, m.booking, (m.detail ->> 'wish')::bigint, m.link_next,
           clock() + CASE p_purpose WHEN 'password' THEN interval '2 hours'
                                    WHEN 'register' THEN interval '2 days'
                                    WHEN 'address' THEN interval '2 days'
                                    WHEN 'evaluation' THEN interval '90 days'
                                    WHEN 'moved' THEN interval '180 days'
                                    WHEN 'leave' THEN coalesce((SELECT s.ends + interval '30 days' - clock()
                                                                  FROM booking b JOIN session s ON s.id = b.session WHERE b.id = m.booking),
                                                               interval '1 year')
                                    WHEN 'guest' THEN (SELECT s.ends + interval '30 days' - clock()
                                                         FROM booking b JOIN session s ON s.id = b.session WHERE b.id = m.booking)
                                    WHEN 'approval' THEN coalesce((SELECT max(v.expires) - clock() FROM approval v
                                                                    WHERE v.booking = m.booking AND v.address = m.address), interval '0')
                                    ELSE interval '28 days' END
      FROM mail m WHERE m.id = p_mail
$$;
