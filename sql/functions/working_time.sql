-- Working time: Monday to Friday but for bank holidays, in local hours.

CREATE FUNCTION app.is_working_day(p_day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$ SELECT extract(isodow FROM p_day) < 6 AND NOT EXISTS (SELECT FROM holiday WHERE day = p_day) $$;

-- The working day that lies p_days working days after p_day, or before it
-- where p_days is negative; 0 gives p_day itself, whatever it is.
CREATE FUNCTION app.add_working_days(p_day date, p_days int) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT CASE p_days WHEN 0 THEN p_day ELSE
           (SELECT d.day FROM (
                   SELECT p_day + sign(p_days)::int * n AS day
                     FROM generate_series(1, abs(p_days) * 2 + 30) AS n
                    WHERE app.is_working_day(p_day + sign(p_days)::int * n)
                    ORDER BY n) AS d
            OFFSET abs(p_days) - 1 LIMIT 1) END
$$;

-- The same time of day so many working days before an instant.
CREATE FUNCTION app.working_days_before(p_at timestamptz, p_days int) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT (app.add_working_days(l.local::date, -p_days) + l.local::time) AT TIME ZONE 'Europe/London'
      FROM (SELECT p_at AT TIME ZONE 'Europe/London' AS local) AS l
$$;

-- The instant at which so many working hours have passed since p_from.
CREATE FUNCTION app.after_working_hours(p_from timestamptz, p_hours int) RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT worked.closes - (worked.upto - make_interval(hours => p_hours))
      FROM (SELECT w.closes, sum(w.closes - w.opens) OVER (ORDER BY w.closes) AS upto
              FROM rule AS r
             CROSS JOIN LATERAL (
                   SELECT greatest(local_instant(d.day + r.day_begins), p_from) AS opens,
                          local_instant(d.day + r.day_ends) AS closes
                     FROM (SELECT (p_from AT TIME ZONE 'Europe/London')::date + n AS day
                             FROM generate_series(0, p_hours + 30) AS n) AS d
                    WHERE app.is_working_day(d.day)) AS w
             WHERE w.closes > w.opens) AS worked
     WHERE worked.upto >= make_interval(hours => p_hours)
     ORDER BY worked.closes
     LIMIT 1
$$;

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
