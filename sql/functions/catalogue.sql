-- The programme in words, and its search.  Not STRICT: PostgreSQL puts the
-- body of such a function straight into the statement that calls it.

CREATE FUNCTION app.kind_words(p_kind text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE p_kind WHEN 'course' THEN 'Course'
                       WHEN 'conference' THEN 'Conference'
                       WHEN 'learning_event' THEN 'Learning event'
                       WHEN 'forum' THEN 'Forum'
                       WHEN 'briefing' THEN 'Briefing' END
$$;

CREATE FUNCTION app.level_words(p_level text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE p_level WHEN 'All' THEN 'All levels' ELSE 'Level ' || substr(p_level, 2) END $$;

-- What a level means: whose work it is for.
CREATE FUNCTION app.level_means(p_level text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE p_level WHEN 'L1' THEN 'Awareness: occasional contact with children or families'
                        WHEN 'L2' THEN 'Core: regular contact with children, parents or carers'
                        WHEN 'L3' THEN 'Specialist: assess, plan or lead safeguarding in a setting'
                        WHEN 'L4' THEN 'Advanced: lead enquiries, supervise or train others'
                        WHEN 'All' THEN 'Open to every level' END
$$;

CREATE FUNCTION app.topic_words(p_topic text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE p_topic WHEN 'fgm' THEN 'Female genital mutilation (FGM)'
           ELSE upper(left(p_topic, 1)) || replace(substr(p_topic, 2), '_', ' ') END
$$;

-- "half day", "2 days" as the programme says it; minutes become hours where
-- that reads better.
CREATE FUNCTION app.length_words(p_minutes int, p_duration text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT CASE WHEN p_duration NOT LIKE '%minutes' THEN p_duration
                WHEN p_minutes = 60 THEN '1 hour'
                WHEN p_minutes % 60 = 0 THEN p_minutes / 60 || ' hours'
                WHEN p_minutes > 120 AND p_minutes % 60 = 30 THEN p_minutes / 60 || '½ hours'
                ELSE p_minutes || ' minutes' END
$$;

-- Upcoming public sessions that hold every word of p_text, in any order, by
-- its beginning, without accents.  A word that begins none of the programme's
-- words may have one letter wrong, missing or too many.
CREATE FUNCTION app.programme_search(p_text text) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    WITH have AS MATERIALIZED (
        SELECT s.id, left(h, 40) AS h
          FROM app.public_session s
         CROSS JOIN unnest(s.words) AS h
         WHERE s.status = 'open' AND s.starts > clock()
    ), want AS (
        SELECT w, EXISTS (SELECT FROM have WHERE starts_with(h, w)) AS known
          FROM (SELECT left(w, 40) AS w FROM unnest(words(p_text)) AS w LIMIT 12) AS asked
    )
    SELECT id
      FROM have
      JOIN want ON starts_with(h, w)
                OR NOT known AND length(w) >= 4
                   AND (ext.levenshtein_less_equal(h, w, 1) <= 1
                        OR length(h) > length(w)
                           AND ext.levenshtein_less_equal(left(h, length(w)), w, 1) <= 1)
     GROUP BY id
    HAVING count(DISTINCT w) = (SELECT count(*) FROM want)
$$;

-- Public events without a date to come that hold every word of p_text by its
-- beginning; none where it has no words.
CREATE FUNCTION app.course_search(p_text text) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT e.id
      FROM app.public_event e
     WHERE cardinality(words(p_text)) > 0
       AND NOT EXISTS (SELECT FROM app.public_session s
                        WHERE s.event = e.id AND s.status = 'open' AND s.starts > clock())
       AND NOT EXISTS (SELECT FROM unnest(words(p_text)) AS w
                        WHERE NOT EXISTS (SELECT FROM unnest(e.words) AS h WHERE starts_with(h, w)))
$$;
