-- Evaluation: which form is asked of whom, from when to when, and its
-- questions as a page and a check need them.

CREATE VIEW app.evaluation_asked AS
SELECT i.booking, i.person, i.session, i.form, i.response, i.opens, i.closes, i.was_there,
       CASE WHEN (SELECT lectern.clock()) < i.opens THEN 'evaluation_early'
            WHEN NOT i.was_there THEN 'not_there'
            WHEN (SELECT lectern.clock()) >= i.closes THEN 'evaluation_closed'
            ELSE 'open' END AS state
  FROM (
    SELECT b.id AS booking, b.person, b.session, f.id AS form, r.id AS response,
           s.ends AS opens, s.ends + make_interval(days => f.open_days) AS closes,
           EXISTS (SELECT FROM app.scan_counted c WHERE c.booking = b.id) AS was_there
      FROM lectern.booking b
      JOIN lectern.session s ON s.id = b.session
      JOIN lectern.event e ON e.id = s.event
      LEFT JOIN LATERAL (
           SELECT g.id, g.form
             FROM lectern.response g
             JOIN lectern.form o ON o.id = g.form
            WHERE g.booking = b.id AND o.stage IN ('post', 'post_short')
            ORDER BY g.id LIMIT 1) AS r ON true
      JOIN lectern.form f
        ON f.id = coalesce(r.form, (SELECT n.id FROM lectern.form n WHERE n.code = e.form ORDER BY n.id DESC LIMIT 1))
     WHERE b.state = 'confirmed' AND s.status = 'open'
       AND NOT EXISTS (SELECT FROM app.secret_from x WHERE x.session = b.session AND x.person = b.person)) AS i;
COMMENT ON VIEW app.evaluation_asked IS 'The end-of-session form of everyone with a place, and whether it can be answered now (state open); an answered form keeps its version.';

CREATE VIEW app.evaluation AS
SELECT a.booking, a.person, a.session, a.form, a.response, a.opens, a.closes, a.state
  FROM app.evaluation_asked a
 WHERE a.was_there;
COMMENT ON VIEW app.evaluation IS 'The end-of-session form of everyone who was there.';

CREATE VIEW app.evaluation_page AS
SELECT v.booking, v.person, v.session, v.form, v.response, v.state,
       f.title, f.minutes, s.slug, s.title AS session_title,
       app.span_words(s.starts, s.ends) AS session_when,
       app.moment_words(v.opens) AS opens, app.moment_words(v.closes) AS closes,
       v.response IS NOT NULL AS answered,
       EXISTS (SELECT FROM lectern.alert l JOIN lectern.question q ON q.id = l.question
                WHERE l.booking = v.booking AND l.settled IS NULL AND NOT q.in_statistics) AS called
  FROM app.evaluation_asked v
  JOIN lectern.form f ON f.id = v.form
  JOIN lectern.session s ON s.id = v.session;

-- The sections, questions and choices of a form.  Parts that a manager
-- answers are asked elsewhere.
CREATE VIEW app.form_section AS
SELECT form, position AS section, title
  FROM lectern.form_section
 WHERE respondent = 'person';

CREATE VIEW app.form_question AS
SELECT q.form, q.section, q.position, q.id AS question, q.code, q.words, q.type, q.required,
       q.lowest, q.highest, q.lowest_words, q.highest_words, q.not_applicable, q.min_selected,
       coalesce(q.max_length, CASE q.type WHEN 'free_text' THEN 2000 END) AS max_length,
       q.lines, q.other_text, (q.detail ->> 'sensitive')::boolean AS sensitive,
       q.show_if ->> 'question' AS depends_on,
       CASE WHEN q.show_if ? 'equals' THEN ARRAY[q.show_if ->> 'equals']
            WHEN q.show_if ? 'in' THEN ARRAY(SELECT jsonb_array_elements_text(q.show_if -> 'in')) END AS depends_values,
       q.show_if ->> 'form_missing' AS form_missing
  FROM lectern.question q
  JOIN app.form_section s ON s.form = q.form AND s.section = q.section;
COMMENT ON COLUMN app.form_question.depends_values IS 'Asked only when the answer to depends_on is one of these.';
COMMENT ON COLUMN app.form_question.form_missing IS 'Asked only of people who have not answered the form of this code about the same booking.';

CREATE VIEW app.form_option AS
SELECT q.form, q.question, q.code, o.position, o.value, o.words, o.exclusive
  FROM app.form_question q
  JOIN lectern.question_option o ON o.question = q.question
 UNION ALL
SELECT q.form, q.question, q.code, n, n::text, n::text, false
  FROM app.form_question q
 CROSS JOIN generate_series(q.lowest, q.highest) AS n
 WHERE q.type = 'scale_0_10'
 UNION ALL
SELECT q.form, q.question, q.code, 1000, 'na', 'Does not apply to me', true
  FROM app.form_question q
 WHERE q.not_applicable AND q.type IN ('likert_1_5', 'scale_0_10');
COMMENT ON VIEW app.form_option IS 'What can be chosen, the numbers of a scale included.  "na" of a scale is kept as a flag, never as a number.';

-- What each field of a form may carry, for the check of what was sent: one
-- row a question, and one for what is written beside "other".
CREATE VIEW app.form_field AS
SELECT q.form, q.section, q.position, 1 AS part, q.code AS field,
       CASE q.type WHEN 'multi_choice' THEN 'set' WHEN 'free_text' THEN 'block' ELSE 'choice' END AS kind,
       q.max_length AS max, false AS required, app.form_label(q.type, q.words) AS label,
       CASE WHEN q.type <> 'free_text' THEN
            (SELECT string_agg(o.value, '|' ORDER BY o.position) FROM app.form_option o WHERE o.question = q.question) END AS choices
  FROM app.form_question q
 UNION ALL
SELECT q.form, q.section, q.position, 2, q.code || '_other', 'line', 200, false, NULL, NULL
  FROM app.form_question q
 WHERE q.other_text;
COMMENT ON COLUMN app.form_field.required IS 'Never here: whether a question must be answered depends on other answers, see form.c.';

-- The answers someone has given, as the fields of the form hold them.
CREATE VIEW app.response_field AS
SELECT r.booking, r.form, q.code AS field,
       CASE WHEN a.not_applicable THEN 'na' ELSE coalesce(c.value, a.number::text, a.words) END AS value
  FROM lectern.response r
  JOIN lectern.answer a ON a.response = r.id
  JOIN lectern.question q ON q.id = a.question
  LEFT JOIN LATERAL unnest(a.choices) AS c (value) ON true
 UNION ALL
SELECT r.booking, r.form, q.code || '_other', a.words
  FROM lectern.response r
  JOIN lectern.answer a ON a.response = r.id
  JOIN lectern.question q ON q.id = a.question AND q.other_text
 WHERE a.words <> '';

-- Which forms have been answered about a booking.
CREATE VIEW app.response_to AS
SELECT r.booking, f.code
  FROM lectern.response r
  JOIN lectern.form f ON f.id = r.form;

-- The form that a mailed link opens.
CREATE VIEW app.evaluation_link AS
SELECT k.token, v.booking, v.person, v.session, v.form, v.response, v.state, v.title, v.minutes, v.slug,
       v.session_title, v.session_when, v.opens, v.closes, v.answered, v.called
  FROM lectern.link k
  JOIN app.evaluation_page v ON v.booking = k.booking
 WHERE k.purpose = 'evaluation' AND k.expires > (SELECT lectern.clock());
