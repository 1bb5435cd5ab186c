-- Results of the end-of-session forms, for a set of sessions.
--
-- p_least: how many answers a question needs before its figures show: 5 for
-- trainers, 1 for coordinators, who read everything.  Questions that ask for
-- a call (in_statistics false) are counted nowhere.

CREATE FUNCTION app.sessions_of_event(p_code text) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT coalesce(array_agg(s.id ORDER BY s.starts), '{}')
      FROM session s JOIN event e ON e.id = s.event
     WHERE e.code = p_code AND s.status = 'open' AND s.ends <= clock()
       AND NOT EXISTS (SELECT FROM app.secret_session x WHERE x.session = s.id AND x.review IS DISTINCT FROM e.review)
$$;

CREATE FUNCTION app.sessions_of_slug(p_slug text) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$ SELECT coalesce(array_agg(id), '{}') FROM session WHERE slug = p_slug $$;

-- The sessions that a page of results is about: of an event if its code is
-- given, else the one.
CREATE FUNCTION app.result_scope(p_slug text, p_code text) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$ SELECT CASE WHEN p_code <> '' THEN app.sessions_of_event(p_code) ELSE app.sessions_of_slug(p_slug) END $$;

-- How many were there, how many answered.
CREATE FUNCTION app.result_head(p_sessions bigint[])
RETURNS TABLE (sessions bigint, present bigint, answers bigint, percent int, unsigned bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT n.sessions, n.present, n.answers, round(100.0 * n.answers / nullif(n.present, 0))::int, n.unsigned
      FROM (
        SELECT count(DISTINCT s.id) AS sessions,
               count(*) FILTER (WHERE v.was_there OR v.response IS NOT NULL) AS present,
               count(v.response) AS answers,
               count(DISTINCT s.id) FILTER (WHERE g.session IS NULL OR g.state = 'open') AS unsigned
          FROM session s
          LEFT JOIN app.evaluation_asked v ON v.session = s.id
          LEFT JOIN register g ON g.session = s.id
         WHERE s.id = ANY (p_sessions)) AS n
$$;

-- Each question: how many answered, how many said it does not apply, the
-- mean, and how far people moved from before to after.
CREATE FUNCTION app.result_question(p_sessions bigint[], p_least int)
RETURNS TABLE (section int, section_title text, code text, words text, type text, lowest int, highest int,
               lowest_words text, highest_words text, answers bigint, not_applicable bigint, mean numeric,
               change numeric, before numeric, pairs bigint, looking_back bigint, shown boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    WITH given AS (
        SELECT a.code, count(*) FILTER (WHERE NOT a.not_applicable) AS answers,
               count(*) FILTER (WHERE a.not_applicable) AS not_applicable,
               avg(a.score) AS mean
          FROM app.result_answer a
         WHERE a.session = ANY (p_sessions)
         GROUP BY a.code
    ), moved AS (
        SELECT p.code, count(*) AS pairs, avg(p.after - p.before) AS change, avg(p.before) AS before,
               count(*) FILTER (WHERE p.looking_back) AS looking_back
          FROM app.result_pair p
         WHERE p.session = ANY (p_sessions)
         GROUP BY p.code
    )
    SELECT q.section, q.section_title, q.code, q.words, q.type, q.lowest, q.highest, q.lowest_words, q.highest_words,
           coalesce(g.answers, 0), coalesce(g.not_applicable, 0), round(g.mean, 1),
           CASE WHEN m.pairs >= p_least THEN round(m.change, 1) END,
           CASE WHEN m.pairs >= p_least THEN round(m.before, 1) END,
           m.pairs, m.looking_back,
           coalesce(g.answers, 0) >= p_least
      FROM app.result_asked(p_sessions) q
      LEFT JOIN given g ON g.code = q.code
      LEFT JOIN moved m ON m.code = q.code
     ORDER BY q.section, q.place
$$;

-- The questions of the forms in use, each in the words of its newest version.
CREATE FUNCTION app.result_asked(p_sessions bigint[])
RETURNS TABLE (section int, section_title text, place int, question bigint, code text, words text, type text,
               lowest int, highest int, lowest_words text, highest_words text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT DISTINCT ON (q.code) s.position, s.title, q.position, q.id, q.code, q.words, q.type,
           q.lowest, q.highest, q.lowest_words, q.highest_words
      FROM question q
      JOIN form_section s ON s.form = q.form AND s.position = q.section AND s.respondent = 'person'
     WHERE q.in_statistics
       AND q.form IN (SELECT r.form FROM app.result_response r WHERE r.session = ANY (p_sessions))
     ORDER BY q.code, q.id DESC
$$;

-- What was chosen, choice by choice, of the questions that may be shown.
CREATE FUNCTION app.result_option(p_sessions bigint[], p_least int)
RETURNS TABLE (code text, place int, words text, people bigint, percent int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    WITH chosen AS (
        SELECT a.code, c.value, count(*) AS people
          FROM app.result_answer a
         CROSS JOIN LATERAL (
               SELECT unnest(a.choices) AS value
                UNION ALL
               SELECT a.number::text WHERE a.number IS NOT NULL) AS c
         WHERE a.session = ANY (p_sessions)
         GROUP BY a.code, c.value
    )
    SELECT q.code, o.position, CASE WHEN q.type <> 'scale_0_10' THEN o.words
                                    WHEN o.value = q.lowest::text THEN o.words || ' – ' || q.lowest_words
                                    WHEN o.value = q.highest::text THEN o.words || ' – ' || q.highest_words
                                    ELSE o.words END,
           coalesce(c.people, 0), round(100.0 * coalesce(c.people, 0) / q.answers)::int
      FROM app.result_question(p_sessions, p_least) q
      JOIN app.result_asked(p_sessions) n ON n.code = q.code
      JOIN app.form_option o ON o.question = n.question AND o.position < 1000
      LEFT JOIN chosen c ON c.code = q.code AND c.value = o.value
     WHERE q.shown AND q.answers > 0
     ORDER BY q.section, n.place, o.position
$$;

-- What people wrote, in an order that puts nobody's words side by side.
CREATE FUNCTION app.result_text(p_sessions bigint[], p_least int)
RETURNS TABLE (code text, words text, may_quote boolean, response bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    SELECT q.code, a.words, a.may_quote, a.response
      FROM app.result_question(p_sessions, p_least) q
      JOIN app.result_asked(p_sessions) n ON n.code = q.code
      JOIN app.result_answer a ON a.code = q.code AND a.session = ANY (p_sessions) AND a.words <> ''
     WHERE q.shown
     ORDER BY q.section, n.place, md5(q.code || a.words || a.response)
$$;

-- The same means by sector or by organisation.  Groups under five are not
-- shown, and never so that one could be worked out from the others: what is
-- hidden, in a sector or over all, is at least five answers of two groups.
-- Groups that are hidden for the same reason share one row.
CREATE FUNCTION app.result_group(p_sessions bigint[], p_by text)
RETURNS TABLE (code text, name text, answers bigint, mean numeric, shown boolean, small boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    WITH agency AS (
        SELECT a.code, coalesce(a.sector, '') AS sector, coalesce(a.agency, 0) AS agency,
               count(*) AS n, sum(a.score) AS total, count(*) < 5 AS small
          FROM app.result_answer a
         WHERE a.session = ANY (p_sessions) AND a.score IS NOT NULL
         GROUP BY 1, 2, 3
    ), agency_rank AS (
        SELECT a.*, row_number() OVER (PARTITION BY a.code, a.sector, a.small ORDER BY a.n, a.agency) AS nth,
               coalesce(sum(a.n) FILTER (WHERE a.small) OVER (PARTITION BY a.code, a.sector), 0) AS hidden
          FROM agency a
    ), agency_shown AS (
        SELECT a.*, NOT a.small AND NOT (a.nth = 1 AND a.hidden BETWEEN 1 AND 4) AS shown FROM agency_rank a
    ), sector AS (
        SELECT a.code, a.sector, sum(a.n) AS n, sum(a.total) AS total, sum(a.n) < 5 AS small,
               bool_and(a.shown) AS whole
          FROM agency_shown a GROUP BY 1, 2
    ), sector_rank AS (
        SELECT s.*, row_number() OVER (PARTITION BY s.code, s.small ORDER BY s.n, s.sector) AS nth,
               coalesce(sum(s.n) FILTER (WHERE s.small) OVER (PARTITION BY s.code), 0) AS hidden
          FROM sector s
    ), sector_shown AS (
        SELECT s.*, NOT s.small AND NOT (s.nth = 1 AND s.hidden BETWEEN 1 AND 4) AS shown FROM sector_rank s
    ), grouped AS (
        SELECT s.code, app.sector_words(s.sector) AS name, s.n, s.total, s.shown, s.small
          FROM sector_shown s WHERE p_by = 'sector'
         UNION ALL
        SELECT a.code, coalesce(o.name, 'Not on our list'), a.n, a.total,
               a.shown AND NOT (s.whole AND NOT s.shown AND a.nth = 1), a.small
          FROM agency_shown a
          JOIN sector_shown s USING (code, sector)
          LEFT JOIN lectern.agency o ON o.id = a.agency
         WHERE p_by = 'agency'
    )
    SELECT g.code, string_agg(g.name, ', ' ORDER BY g.name),
           max(CASE WHEN g.shown THEN g.n::bigint END),
           max(CASE WHEN g.shown THEN round(g.total::numeric / g.n, 1) END), g.shown, g.small
      FROM grouped g
      JOIN app.result_asked(p_sessions) q ON q.code = g.code
     GROUP BY q.section, q.place, g.code, g.shown, g.small, CASE WHEN g.shown THEN g.name END
     ORDER BY q.section, q.place, g.shown DESC, g.small, min(g.name)
$$;

CREATE FUNCTION app.sector_words(p_sector text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT
AS $$
    SELECT CASE p_sector
           WHEN '' THEN 'Not on our list'
           WHEN 'health_icb' THEN 'Health: integrated care board'
           ELSE upper(left(p_sector, 1)) || replace(replace(substr(p_sector, 2), '_', ' '), 'childrens', 'children’s') END
$$;

-- What a non-statistician can repeat, a sentence a row.
CREATE FUNCTION app.result_story(p_sessions bigint[], p_least int) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$
    WITH q AS (
        SELECT * FROM app.result_question(p_sessions, p_least) WHERE shown AND answers > 0
    ), share AS (
        SELECT a.code, count(*) AS of,
               count(*) FILTER (WHERE a.type = 'likert_1_5' AND a.score >= 4
                                   OR a.type = 'scale_0_10' AND a.score >= 9) AS good
          FROM app.result_answer a
          JOIN q ON q.code = a.code
         WHERE a.session = ANY (p_sessions) AND a.score IS NOT NULL
         GROUP BY a.code
    ), barrier AS (
        SELECT o.words, o.people
          FROM app.result_option(p_sessions, p_least) o
         WHERE o.code = 'post_barriers'
           AND o.words <> (SELECT f.words FROM app.form_option f WHERE f.code = 'post_barriers' AND f.exclusive LIMIT 1)
         ORDER BY o.people DESC, o.place LIMIT 1
    )
    SELECT s.sentence FROM (
        SELECT 1 AS place, CASE WHEN h.answers = 0 THEN 'Nobody has answered yet.'
               ELSE h.answers || ' of the ' || h.present || ' people who were there '
                    || CASE h.answers WHEN 1 THEN 'has' ELSE 'have' END || ' answered (' || h.percent || '%).' END AS sentence
          FROM app.result_head(p_sessions) h
         UNION ALL
        SELECT 2, good || ' of ' || of || ' say that it did what it said it would do.' FROM share WHERE code = 'post_objectives'
         UNION ALL
        SELECT 2, good || ' of ' || of || ' say that it was worth their time.' FROM share WHERE code = 'sh_useful'
         UNION ALL
        SELECT 3, 'They put what they know about the subject at ' || q.mean || ' out of 10'
               || CASE WHEN q.change > 0 THEN '; the ' || q.pairs || ' who also told where they began rose by '
                                              || q.change || ' from ' || q.before || '.'
                       WHEN q.change <= 0 THEN '; the ' || q.pairs || ' who also told where they began did not rise.'
                       ELSE '.' END
          FROM q WHERE q.code = 'post_knowledge'
         UNION ALL
        SELECT 4, good || ' of ' || of || ' would certainly recommend it to a colleague (9 or 10 out of 10).'
          FROM share WHERE code = 'post_recommend'
         UNION ALL
        SELECT 5, 'What most often stands in the way: ' || lower(left(words, 1)) || substr(words, 2) || ' (' || people
               || CASE people WHEN 1 THEN ' person).' ELSE ' people).' END
          FROM barrier WHERE people > 0) AS s
     ORDER BY s.place
$$;

-- Does this session end with a form?
CREATE FUNCTION app.asks_feedback(p_session bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp
AS $$ SELECT e.form IS NOT NULL FROM session s JOIN event e ON e.id = s.event WHERE s.id = p_session $$;
