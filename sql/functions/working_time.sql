-- Working time: Monday to Friday but for bank holidays, in local hours.

CREATE FUNCTION app.is_working_day(p_day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$ SELECT extract(isodow FROM p_day) < 6 AND NOT EXISTS (SELECT FROM holiday WHERE day = p_day) $$;

-- The working day that lies p_days working days after p_day, or before it
-- where p_days is negative; 0 gives p_day itself, whatever it is.  Day by day,
-- with the holidays read once: pages ask for this many times.
CREATE FUNCTION app.add_working_days(p_day date, p_days int) RETURNS date
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_day   date := p_day;
    v_left  int := abs(p_days);
    v_off   date[];
BEGIN
    IF p_days <> 0 THEN
        v_off := ARRAY(SELECT day FROM holiday);
    END IF;
    WHILE v_left > 0 LOOP
        v_day := v_day + sign(p_days)::int;
        IF extract(isodow FROM v_day) < 6 AND v_day <> ALL (v_off) THEN
            v_left := v_left - 1;
        END IF;
    END LOOP;
    RETURN v_day;
END $$;

-- The same time of day so many working days before an instant.
CREATE FUNCTION app.working_days_before(p_at timestamptz, p_days int) RETURNS timestamptz
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_local  timestamp := p_at AT TIME ZONE 'Europe/London';
BEGIN
    RETURN (app.add_working_days(v_local::date, -p_days) + v_local::time) AT TIME ZONE 'Europe/London';
END $$;

-- The instant at which so many working hours have passed since p_from.
CREATE FUNCTION app.after_working_hours(p_from timestamptz, p_hours int) RETURNS timestamptz
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_rule    rule;
    v_day     date := (p_from AT TIME ZONE 'Europe/London')::date - 1;
    v_left    interval := make_interval(hours => p_hours);
    v_opens   timestamptz;
    v_closes  timestamptz;
BEGIN
    SELECT * INTO v_rule FROM rule;
    LOOP
        v_day := app.add_working_days(v_day, 1);
        v_opens := greatest(local_instant(v_day + v_rule.day_begins), p_from);
        v_closes := local_instant(v_day + v_rule.day_ends);
        IF v_closes > v_opens THEN
            EXIT WHEN v_closes - v_opens >= v_left;
            v_left := v_left - (v_closes - v_opens);
        END IF;
    END LOOP;
    RETURN v_opens + v_left;
END $$;

-- How many whole working hours lie between two instants.
CREATE FUNCTION app.working_hours_between(p_from timestamptz, p_to timestamptz) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT coalesce(floor(extract(epoch FROM sum(w.closes - w.opens)) / 3600), 0)::int
      FROM rule AS r
     CROSS JOIN LATERAL (
           SELECT greatest(local_instant(d.day + r.day_begins), p_from) AS opens,
                  least(local_instant(d.day + r.day_ends), p_to) AS closes
             FROM (SELECT l.first + n AS day
                     FROM (SELECT (p_from AT TIME ZONE 'Europe/London')::date AS first,
                                  (p_to AT TIME ZONE 'Europe/London')::date AS last) AS l
                    CROSS JOIN generate_series(0, l.last - l.first) AS n) AS d
            WHERE app.is_working_day(d.day)) AS w
     WHERE w.closes > w.opens
$$;
