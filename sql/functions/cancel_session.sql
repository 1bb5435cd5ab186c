-- cancel_session: the partnership calls a date off.  Everyone is told, nobody
-- is charged (ended_by session), and where another date stands in for it each
-- gets a booking there, before everybody else in its line: first call.
--
-- p_replacement: the reference of that date, of the same course, or NULL.
-- p_seeds … p_codes: tickets to be, as many as there are bookings; made by the
-- caller, who holds the key.  Both sessions are locked, the lower id first.
-- Outcomes: cancelled (with how many were told); not_found; not_open;
-- already_cancelled; session_over; no_replacement; more_seeds (there are more
-- bookings than tickets; nothing has changed).
CREATE FUNCTION app.cancel_session(p_actor bigint, p_slug text, p_reason text, p_replacement text,
                                   p_seeds bytea[], p_ticket_key int, p_tickets bytea[], p_codes bytea[],
                                   OUT outcome text, OUT told int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_from  bigint := (SELECT id FROM session WHERE slug = p_slug AND app.coordinator(p_actor) IS NOT NULL);
    v_to    bigint := (SELECT id FROM session WHERE slug = p_replacement);
BEGIN
    IF v_from IS NULL THEN
        outcome := 'not_found';
        RETURN;
    END IF;
    PERFORM app.lock_session(least(v_from, v_to));
    PERFORM app.lock_session(greatest(v_from, v_to));
    outcome := CASE
        WHEN app.session_fixed(v_from) IS NOT NULL THEN app.session_fixed(v_from)
        WHEN p_replacement IS NOT NULL AND NOT EXISTS (
             SELECT FROM session t JOIN session f ON f.event = t.event AND f.id = v_from AND f.id <> t.id
              WHERE t.id = v_to AND t.status = 'open' AND t.starts > clock()) THEN 'no_replacement'
        WHEN v_to IS NOT NULL AND cardinality(p_seeds) < app.live_bookings(v_from) THEN 'more_seeds'
        ELSE 'cancelled' END;
    IF outcome = 'cancelled' THEN
        UPDATE session
           SET status = 'cancelled', cancel_reason = p_reason, cancelled = clock(), replaced_by = v_to,
               sequence = sequence + 1, version = version + 1
         WHERE id = v_from;
        PERFORM app.note_change(v_from, p_actor, 'cancelled', 'This date is cancelled.', p_reason);
        told := app.end_session(v_from, p_actor, p_seeds, p_ticket_key, p_tickets, p_codes);
    END IF;
END $$;

-- Why a session cannot be changed: not_open, already_cancelled or
-- session_over; NULL if it can.  The caller holds its lock.
CREATE FUNCTION app.session_fixed(p_session bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT CASE WHEN status = 'cancelled' THEN 'already_cancelled'
                WHEN status <> 'open' THEN 'not_open'
                WHEN ends <= clock() THEN 'session_over' END
      FROM session WHERE id = p_session
$$;

CREATE FUNCTION app.live_bookings(p_session bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT count(*) FROM booking
     WHERE session = p_session AND live
$$;

-- end_session: all live bookings of a session that is cancelled end, those
-- with a place first; each gets first call on the date that replaces it.  Gives
-- how many.  The caller holds the locks of both and has counted the tickets.
CREATE FUNCTION app.end_session(p_session bigint, p_actor bigint, p_seeds bytea[], p_ticket_key int,
                                p_tickets bytea[], p_codes bytea[]) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  session;
    v_to       session;
    v_booking  booking;
    v_low      numeric;
    v_step     numeric;
    v_n        int := 0;
BEGIN
    SELECT * INTO v_session FROM session WHERE id = p_session;
    SELECT * INTO v_to FROM session s
     WHERE s.id = v_session.replaced_by AND s.status = 'open' AND s.starts > clock();
    SELECT f.low, (f.high - f.low) / (app.live_bookings(p_session) + 1) INTO v_low, v_step
      FROM app.first_turns(v_to.id, v_to.event) AS f;
    FOR v_booking IN
        SELECT * FROM booking b
         WHERE b.session = p_session AND b.live
         ORDER BY b.state IN ('confirmed', 'offered') OR b.held DESC, coalesce(b.turn, b.id)
    LOOP
        v_n := v_n + 1;
        IF v_to.id IS NOT NULL THEN
            PERFORM app.displace(v_booking, v_to.id, v_low + v_n * v_step, p_actor,
                                 p_seeds[v_n], p_ticket_key, p_tickets[v_n], p_codes[v_n]);
        END IF;
        PERFORM app.end_booking(v_booking, p_actor, 'session', coalesce(v_session.cancel_reason, ''));
    END LOOP;
    IF v_to.id IS NOT NULL THEN
        PERFORM app.fill_places(v_to.id);
    END IF;
    RETURN v_n;
END $$;

-- Between which turns the displaced stand on a date: after those displaced
-- before them, ahead of everyone else who waits there or for any date.
CREATE FUNCTION app.first_turns(p_session bigint, p_event bigint, OUT low numeric, OUT high numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    WITH line AS (
        SELECT coalesce(b.turn, b.id) AS turn, app.has_first_call(b.replaces) AS first
          FROM booking b
         WHERE b.session = p_session AND b.state IN ('requested', 'waiting')
         UNION ALL
        SELECT w.id, false FROM wish w WHERE w.event = p_event AND w.state = 'open'
    ), next AS (
        SELECT coalesce(min(turn) FILTER (WHERE NOT first), max(turn) + 1, 1) AS high FROM line
    )
    SELECT coalesce((SELECT max(l.turn) FROM line l WHERE l.first AND l.turn < n.high), n.high - 1), n.high FROM next n
$$;

-- displace: the booking of a cancelled date stands in line on its replacement.
-- What was agreed to stays agreed, and whom the rules did not bar there they do
-- not bar here; what was not is asked anew.  Nothing for
-- who is booked there already or has closed the account.
CREATE FUNCTION app.displace(p_booking lectern.booking, p_to bigint, p_turn numeric, p_actor bigint,
                             p_seed bytea, p_ticket_key int, p_ticket bytea, p_code bytea) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_new   bigint;
    v_pool  bigint;
    v_asks  text[];
BEGIN
    IF EXISTS (SELECT FROM booking b WHERE b.session = p_to AND b.person = p_booking.person
                  AND b.live)
       OR (SELECT status IN ('closed', 'left') FROM person WHERE id = p_booking.person) THEN
        RETURN NULL;
    END IF;
    v_asks := ARRAY(SELECT CASE v.kind WHEN 'manager' THEN 'manager' ELSE v.why END
                      FROM approval v WHERE v.booking = p_booking.id AND v.state = 'open');
    SELECT t.id INTO v_pool FROM pool t, pool f
     WHERE t.session = p_to AND t.kind <> 'workshop' AND f.id = p_booking.pool
     ORDER BY t.kind = f.kind DESC, t.kind LIMIT 1;
    v_new := app.add_booking(p_booking.person, p_to, v_pool, CASE v_asks WHEN '{}' THEN 'waiting' ELSE 'requested' END,
                             p_seed, p_ticket_key, p_ticket, p_code, p_actor, p_booking.id);
    UPDATE booking
       SET turn = p_turn, manager_name = p_booking.manager_name, manager_email = p_booking.manager_email,
           let_in = (SELECT app.barred(p_booking.id, s) IS NULL FROM session s WHERE s.id = p_booking.session)
     WHERE id = v_new;
    IF v_asks <> '{}' THEN
        PERFORM app.ask_agreement(v_new, v_asks, NULL);
    ELSE
        UPDATE pool SET waiting = waiting + 1 WHERE id = v_pool;
    END IF;
    RETURN v_new;
END $$;
