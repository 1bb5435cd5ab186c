-- Local time as spreadsheets read it: 2026-12-03 09:30.
CREATE FUNCTION app.cell_words(p_at timestamptz) RETURNS text
LANGUAGE sql STABLE STRICT PARALLEL SAFE
AS $$ SELECT to_char(p_at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD HH24:MI') $$;
