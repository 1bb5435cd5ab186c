-- Times in the words of the pages: local, in full, never 24-hour.  NULL gives
-- NULL; not STRICT, so that PostgreSQL puts the body into the statement.
CREATE FUNCTION app.day_words(p_at timestamptz) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT to_char(p_at AT TIME ZONE 'Europe/London', 'FMDay FMDD FMMonth YYYY') $$;
COMMENT ON FUNCTION app.day_words IS 'Thursday 3 December 2026';

CREATE FUNCTION app.clock_words(p_at timestamptz) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT CASE to_char(p_at AT TIME ZONE 'Europe/London', 'HH24:MI')
           WHEN '12:00' THEN 'midday'
           WHEN '00:00' THEN 'midnight'
           ELSE replace(to_char(p_at AT TIME ZONE 'Europe/London', 'FMHH12:MIam'), ':00', '')
           END
$$;
COMMENT ON FUNCTION app.clock_words IS '9:30am, 4pm, midday, midnight';

CREATE FUNCTION app.moment_words(p_at timestamptz) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT app.day_words(p_at) || ', ' || app.clock_words(p_at) $$;
COMMENT ON FUNCTION app.moment_words IS 'Thursday 3 December 2026, 9:30am';

CREATE FUNCTION app.span_words(p_starts timestamptz, p_ends timestamptz) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT app.moment_words(p_starts) || ' to ' ||
           CASE WHEN (p_starts AT TIME ZONE 'Europe/London')::date = (p_ends AT TIME ZONE 'Europe/London')::date
                THEN app.clock_words(p_ends)
                ELSE app.moment_words(p_ends) END
$$;
COMMENT ON FUNCTION app.span_words IS 'Thursday 3 December 2026, 9:30am to 4pm';

CREATE FUNCTION app.minutes_words(p_minutes int) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT concat_ws(' ', CASE p_minutes / 60 WHEN 0 THEN NULL WHEN 1 THEN '1 hour' ELSE p_minutes / 60 || ' hours' END,
                     CASE p_minutes % 60 WHEN 0 THEN CASE WHEN p_minutes < 60 THEN '0 minutes' END
                                         WHEN 1 THEN '1 minute' ELSE p_minutes % 60 || ' minutes' END)
$$;
COMMENT ON FUNCTION app.minutes_words IS '12 minutes, 1 hour 5 minutes';
