-- What the forms of the desk hold, and what stood there before.

-- A value as a field of a form holds it: a list, or the pairs of an object,
-- a line each.
CREATE FUNCTION app.field_text(p_value jsonb) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE jsonb_typeof(p_value)
           WHEN 'array' THEN (SELECT coalesce(string_agg(v, E'\n' ORDER BY n), '')
                                FROM jsonb_array_elements_text(p_value) WITH ORDINALITY AS e (v, n))
           WHEN 'object' THEN (SELECT coalesce(string_agg(key || ': ' || value, E'\n' ORDER BY key), '')
                                 FROM jsonb_each_text(p_value))
           WHEN 'boolean' THEN CASE WHEN p_value::boolean THEN '1' ELSE '' END
           ELSE coalesce(p_value #>> '{}', '') END
$$;

-- The lines of a text that hold something.
CREATE FUNCTION app.lines(p_text text) RETURNS text[]
LANGUAGE sql IMMUTABLE
AS $$
    SELECT coalesce(array_agg(trim(l) ORDER BY n), '{}')
      FROM string_to_table(p_text, E'\n') WITH ORDINALITY AS t (l, n) WHERE trim(l) <> ''
$$;

-- Lines of "cabaret: 24" as an object of numbers; lines without one are left out.
CREATE FUNCTION app.pairs(p_text text) RETURNS jsonb
LANGUAGE sql IMMUTABLE
AS $$
    SELECT coalesce(jsonb_object_agg(lower(trim(m[1])), m[2]::int), '{}')
      FROM unnest(app.lines(p_text)) AS l
     CROSS JOIN LATERAL regexp_match(l, '^([^:]+):\s*(\d{1,5})$') AS m
     WHERE m IS NOT NULL
$$;
