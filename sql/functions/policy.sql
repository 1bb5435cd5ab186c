-- Cancellation terms: until when giving up a place is free, what is owed
-- after that, and how to say so.

-- The version of the terms that a booking made now on a session gets: the
-- newest of the session's own terms, its course's or the partnership's.
CREATE FUNCTION app.policy_of(p_session bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (SELECT o.id
              FROM session s
              JOIN event e ON e.id = s.event
             CROSS JOIN rule r
              JOIN policy o ON o.terms = coalesce(s.terms, e.terms, r.terms)
             WHERE s.id = p_session
             ORDER BY o.version DESC LIMIT 1);
END $$;

-- The instant that lies p_notice units of the terms before a start.
CREATE FUNCTION app.notice_before(p_policy lectern.policy, p_starts timestamptz, p_notice int) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_local  timestamp := p_starts AT TIME ZONE 'Europe/London';
    v_day    date;
BEGIN
    IF p_policy.unit = 'hours' THEN
        RETURN p_starts - make_interval(hours => p_notice);
    END IF;
    v_day := CASE p_policy.unit WHEN 'working_days' THEN app.add_working_days(v_local::date, -p_notice)
                                ELSE v_local::date - p_notice END;
    RETURN (v_day + coalesce(p_policy.until, v_local::time)) AT TIME ZONE 'Europe/London';
END $$;

-- Until when terms let a place be given up free: -infinity if never, NULL
-- without terms.
CREATE FUNCTION app.free_until(p_policy bigint, p_starts timestamptz) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_policy  policy;
BEGIN
    IF p_policy IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT * INTO v_policy FROM policy WHERE id = p_policy;
    RETURN CASE WHEN v_policy.notice IS NULL THEN '-infinity'
                ELSE app.notice_before(v_policy, p_starts, v_policy.notice) END;
END $$;

-- The same for a session, which may say otherwise than its terms.
CREATE FUNCTION app.session_free_until(p_session lectern.session) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN coalesce(p_session.free_until, app.free_until(app.policy_of(p_session.id), p_session.starts));
END $$;

-- The same for a place that is given now: who comes inside the charge window
-- may withdraw free for p_hours, though not after the start.
CREATE FUNCTION app.free_from_now(p_session_free timestamptz, p_policy bigint, p_starts timestamptz, p_hours int) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_free  timestamptz := coalesce(p_session_free, app.free_until(p_policy, p_starts));
BEGIN
    RETURN CASE WHEN v_free < clock() THEN least(clock() + make_interval(hours => p_hours), p_starts) ELSE v_free END;
END $$;

-- Percent of the amount owed by who cancels at p_at, past the free time.
CREATE FUNCTION app.late_share(p_policy bigint, p_starts timestamptz, p_at timestamptz) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_policy  policy;
BEGIN
    SELECT * INTO v_policy FROM policy WHERE id = p_policy;
    RETURN coalesce((SELECT t.share FROM policy_tier t
                      WHERE t.policy = p_policy AND app.notice_before(v_policy, p_starts, t.notice) <= p_at
                      ORDER BY t.notice LIMIT 1), v_policy.share);
END $$;

-- What terms ask of a class of payer for a session: kind absence or fee, in
-- pence; where each day counts, for p_days of its days (NULL: all).  p_full:
-- the full fee that a booking was made with; NULL: as it is today.
CREATE FUNCTION app.price(p_policy bigint, p_session bigint, p_class text, p_kind text, p_days int DEFAULT NULL, p_full int DEFAULT NULL) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_policy  policy;
    v_amount  policy_amount;
    v_all     int;
    v_of      int;
    v_sum     bigint;
BEGIN
    SELECT * INTO v_amount FROM policy_amount a
     WHERE a.policy = p_policy AND a.kind = p_kind AND (a.class = p_class OR a.class IS NULL)
     ORDER BY a.class NULLS LAST LIMIT 1;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    SELECT * INTO v_policy FROM policy WHERE id = p_policy;
    SELECT count(*) INTO v_all FROM app.session_days(p_session);
    v_of := CASE WHEN v_policy.per_day THEN coalesce(p_days, v_all) ELSE v_all END;
    IF v_amount.share IS NOT NULL THEN
        RETURN round(coalesce(p_full, app.full_fee(p_policy, p_session)) * v_amount.share / 100.0 * v_of / v_all);
    END IF;
    SELECT CASE WHEN v_policy.per_day THEN sum(q.pence) FILTER (WHERE q.n <= v_of) ELSE max(q.pence) END INTO v_sum
      FROM (SELECT c.pence, row_number() OVER (ORDER BY c.pence DESC) AS n
              FROM (SELECT CASE WHEN d.minutes <= v_policy.brief_minutes THEN v_amount.brief
                                WHEN d.minutes <= v_policy.half_minutes THEN v_amount.half
                                ELSE v_amount.day END AS pence
                      FROM app.session_days(p_session) d) AS c) AS q;
    RETURN coalesce(v_sum, 0);
END $$;

-- What a place on a session costs in full: as it says itself, or its course,
-- else the fee of the terms for everyone.
CREATE FUNCTION app.full_fee(p_policy bigint, p_session bigint) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_own  int;
BEGIN
    SELECT coalesce(s.full_fee, e.full_fee) INTO v_own FROM session s JOIN event e ON e.id = s.event WHERE s.id = p_session;
    RETURN coalesce(v_own, (SELECT app.price(p_policy, p_session, NULL, 'fee') FROM policy_amount a
                             WHERE a.policy = p_policy AND a.kind = 'fee' AND a.class IS NULL AND a.share IS NULL), 0);
END $$;

-- The days of a session and the minutes of their parts.
CREATE FUNCTION app.session_days(p_session bigint) RETURNS TABLE (day date, minutes int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT (q.starts AT TIME ZONE 'Europe/London')::date, (sum(extract(epoch FROM q.ends - q.starts)) / 60)::int
      FROM part q WHERE q.session = p_session
     GROUP BY 1 ORDER BY 1;
END $$;

-- £50, £1,234.50
CREATE FUNCTION app.money_words(p_pence bigint) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT CASE WHEN p_pence < 0 THEN '−' ELSE '' END || '£' || to_char(abs(p_pence) / 100, 'FM999,999,999,990') ||
           CASE WHEN p_pence % 100 <> 0 THEN '.' || lpad((abs(p_pence) % 100)::text, 2, '0') ELSE '' END
$$;

-- Tuesday 3 November, 5pm
CREATE FUNCTION app.short_moment_words(p_at timestamptz) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT to_char(p_at AT TIME ZONE 'Europe/London', 'FMDay FMDD FMMonth') || ', ' || app.clock_words(p_at) $$;
COMMENT ON FUNCTION app.short_moment_words IS 'Tuesday 3 November, 5pm';

-- terms_words: what terms mean for one session and one class of payer, in
-- whole sentences: "Free to cancel until Tuesday 3 November, 5pm; after that
-- £50. …".  p_class NULL: somebody whose class we do not know.
-- p_free_until, p_full: the booking's own free time and full fee, or the session's.
CREATE FUNCTION app.terms_words(p_policy bigint, p_session bigint, p_class text, p_free_until timestamptz, p_full int DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_policy  policy;
    v_starts  timestamptz;
    v_spared  text;
    v_price   int;
    v_fee     int;
    v_upto    text := '';
BEGIN
    SELECT starts, no_charges INTO v_starts, v_spared FROM session WHERE id = p_session;
    IF p_free_until IS NULL OR v_starts <= clock() THEN
        RETURN NULL;
    ELSIF p_policy IS NULL THEN
        RETURN app.plain_terms_words(p_free_until);
    END IF;
    SELECT * INTO v_policy FROM policy WHERE id = p_policy;
    v_price := app.price(p_policy, p_session, p_class, 'absence', NULL, p_full);
    IF p_class IS NULL THEN
        SELECT max(app.price(p_policy, p_session, a.class, 'absence')),
               CASE WHEN count(DISTINCT app.price(p_policy, p_session, a.class, 'absence')) > 1 THEN 'up to ' ELSE '' END
          INTO v_price, v_upto
          FROM policy_amount a WHERE a.policy = p_policy AND a.kind = 'absence';
    END IF;
    v_fee := CASE WHEN v_spared IS NULL AND v_policy.fee_due <> 'never' AND p_class IS NOT NULL THEN app.price(p_policy, p_session, p_class, 'fee', NULL, p_full) ELSE 0 END;
    RETURN concat_ws(' ',
        CASE WHEN v_fee > 0 THEN 'A place costs your organisation ' || app.money_words(v_fee) || '.' END,
        CASE WHEN coalesce(v_price, 0) = 0 OR v_spared IS NOT NULL
             THEN 'Nothing is charged for cancelling or not coming, but please tell us as soon as you know: someone may be waiting for the place.'
             ELSE concat_ws(' ',
                  app.late_words(v_policy, v_starts, v_price, v_upto, p_free_until),
                  CASE WHEN v_policy.swap_free THEN 'You can send a colleague instead at no cost.' END,
                  app.absence_words(v_policy, p_session)) END);
END $$;

-- Without terms there is nothing to pay.
CREATE FUNCTION app.plain_terms_words(p_free_until timestamptz) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT CASE WHEN p_free_until > clock()
                THEN 'Cancel free of charge until ' || app.moment_words(p_free_until) ||
                     '. After that, please still tell us: someone may be waiting for the place.'
                ELSE 'The time for free cancellation has passed, but please still tell us: someone may be waiting for the place.' END
$$;

-- What cancelling costs from when on, and not coming.
CREATE FUNCTION app.late_words(p_policy lectern.policy, p_starts timestamptz, p_price int, p_upto text, p_free_until timestamptz) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_from    timestamptz := greatest(p_free_until, clock());
    v_share   int := app.late_share(p_policy.id, p_starts, greatest(p_free_until, clock()));
    v_tier    record;
    v_words   text;
BEGIN
    v_words := CASE WHEN p_free_until > clock()
                    THEN 'Free to cancel until ' || app.short_moment_words(p_free_until) || '; after that '
                    ELSE 'Cancelling now costs ' END || p_upto || app.money_words(round(p_price * v_share / 100.0)::int);
    FOR v_tier IN
        SELECT t.share, app.notice_before(p_policy, p_starts, t.notice) AS since
          FROM policy_tier t WHERE t.policy = p_policy.id AND t.share <> v_share
         ORDER BY t.notice DESC
    LOOP
        IF v_tier.since > v_from THEN
            v_words := v_words || ', from ' || app.short_moment_words(v_tier.since) || ' ' || p_upto
                       || app.money_words(round(p_price * v_tier.share / 100.0)::int);
            v_share := v_tier.share;
        END IF;
    END LOOP;
    RETURN v_words || CASE WHEN v_share = 100 THEN '. Not coming costs the same.'
                           ELSE '. Not coming costs ' || p_upto || app.money_words(p_price) || '.' END;
END $$;

-- What else counts as not coming.
CREATE FUNCTION app.absence_words(p_policy lectern.policy, p_session bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_grace  int := CASE WHEN (SELECT max(minutes) FROM app.session_days(p_session)) > p_policy.half_minutes
                         THEN p_policy.grace_day ELSE p_policy.grace_half END;
    v_late   text := CASE WHEN v_grace = 0 THEN 'coming late' ELSE 'coming more than ' || v_grace || ' minutes late' END;
BEGIN
    RETURN CASE WHEN v_grace IS NOT NULL AND p_policy.left_counts
                THEN upper(left(v_late, 1)) || substr(v_late, 2) || ' or leaving early counts as not coming.'
                WHEN v_grace IS NOT NULL THEN upper(left(v_late, 1)) || substr(v_late, 2) || ' counts as not coming.'
                WHEN p_policy.left_counts THEN 'Leaving early counts as not coming.' END;
END $$;

-- The terms of a session for somebody who may book it now; 0: nobody we know.
CREATE FUNCTION app.terms_for(p_person bigint, p_session bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_session  session;
    v_policy   bigint := app.policy_of(p_session);
BEGIN
    SELECT * INTO v_session FROM session WHERE id = p_session;
    RETURN app.terms_words(v_policy, p_session,
        (SELECT a.charging_class FROM person p JOIN agency a ON a.id = p.agency WHERE p.id = p_person),
        coalesce(v_session.free_until, app.free_until(v_policy, v_session.starts)));
END $$;

-- The terms of a booking, as it was made; NULL: there is nothing to say.
CREATE FUNCTION app.booking_terms(p_booking bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (SELECT app.terms_words(b.policy, b.session, b.charging_class,
                       coalesce(b.free_until, app.free_from_now(s.free_until, b.policy, s.starts, r.withdraw_hours)), b.full_fee)
              FROM booking b JOIN session s ON s.id = b.session CROSS JOIN rule r
             WHERE b.id = p_booking);
END $$;

-- How long before the start a place can be given up free.
CREATE FUNCTION app.notice_words(p_policy lectern.policy) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN CASE WHEN p_policy.notice IS NULL THEN 'Never free'
                ELSE 'Free until ' || p_policy.notice || ' ' ||
                     CASE p_policy.unit WHEN 'hours' THEN 'hours' WHEN 'working_days' THEN 'working days' ELSE 'days' END ||
                     ' before' || coalesce(', ' || CASE p_policy.until WHEN '23:59' THEN 'end of the day'
                                                                  ELSE app.clock_words(('2026-01-15 ' || p_policy.until)::timestamp AT TIME ZONE 'Europe/London') END, '') END;
END $$;

-- Its amounts for everyone: "£30 half a day, £60 a day".
CREATE FUNCTION app.document_words(p_policy bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (SELECT CASE WHEN a.share IS NOT NULL THEN a.share || '% of the full fee'
                        WHEN a.half = a.day THEN app.money_words(a.day)
                        ELSE app.money_words(a.half) || ' half a day, ' || app.money_words(a.day) || ' a day' END
              FROM policy_amount a WHERE a.policy = p_policy AND a.kind = 'absence' AND a.class IS NULL);
END $$;
