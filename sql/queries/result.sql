-- result_head_session(ref text)
-- What the results of one session are about, how many were there and how many answered.
SELECT d.title, d.starts_words, d.ref, d.event_code, h.answers, h.present, h.percent, h.sessions, h.unsigned,
       h.answers < 5 AS few
  FROM app.desk_session d
 CROSS JOIN LATERAL app.result_head(ARRAY[d.session]) AS h
 WHERE d.ref = :ref AND d.status <> 'draft';

-- result_head_event(code text)
-- The same of all sessions of an event.
SELECT v.title, NULL AS starts_words, NULL AS ref, v.code AS event_code, h.answers, h.present, h.percent, h.sessions, h.unsigned,
       h.answers < 5 AS few
  FROM app.result_event v
 CROSS JOIN LATERAL app.result_head(app.sessions_of_event(v.code)) AS h
 WHERE v.code = :code;

-- result_dates(code text)
-- The sessions of an event that are over, the newest first.
SELECT d.ref, d.starts_words, d.where_words, h.answers, h.present, h.percent
  FROM app.desk_session d
 CROSS JOIN LATERAL app.result_head(ARRAY[d.session]) AS h
 WHERE d.event_code = :code AND d.status = 'open' AND d.over
   AND NOT EXISTS (SELECT FROM app.hidden_sessions(:me) AS h WHERE h.session = d.session)
 ORDER BY d.starts DESC;

-- result_story(ref text, code text, least int)
-- What anybody can repeat, a sentence a row.
SELECT s AS sentence FROM app.result_story(app.result_scope(:ref, :code), :least::int) AS s;

-- result_sections(ref text, code text)
-- The parts of the form.
SELECT DISTINCT ON (q.section) q.section, q.section_title AS title
  FROM app.result_asked(app.result_scope(:ref, :code)) AS q
 ORDER BY q.section;

-- result_questions(ref text, code text, least int)
-- Each question: how many answered, the mean, the change.
SELECT q.section, q.code, q.words, q.type, q.shown,
       CASE WHEN q.shown THEN q.answers END AS answers,
       CASE WHEN q.shown THEN q.not_applicable END AS not_applicable,
       CASE WHEN q.shown THEN q.mean END AS mean, q.highest,
       CASE WHEN q.change > 0 THEN '+' || q.change ELSE replace(q.change::text, '-', '−') END AS change,
       q.before, q.pairs, q.looking_back
  FROM app.result_question(app.result_scope(:ref, :code), :least::int) AS q;

-- result_options(ref text, code text, least int)
-- What was chosen, for the bars and their table.
SELECT o.code, o.words, o.people, o.percent FROM app.result_option(app.result_scope(:ref, :code), :least::int) AS o;

-- result_texts(ref text, code text, least int)
-- What people wrote.
SELECT t.code, t.words, t.may_quote, t.response FROM app.result_text(app.result_scope(:ref, :code), :least::int) AS t;

-- result_groups(ref text, code text, by text)
-- The means by sector or organisation, small groups hidden.
SELECT g.code, g.name, g.answers, g.mean, g.shown, g.small
  FROM app.result_group(app.result_scope(:ref, :code), :by) AS g;

-- result_recent(actor int, page int)
-- Dates that are over and have a form, the newest first.
SELECT d.ref, d.title, d.starts_words, h.answers, h.present, h.percent
  FROM (SELECT v.session, v.ref, v.title, v.starts_words, v.starts FROM app.desk_session v
         WHERE v.status = 'open' AND v.over AND v.has_form AND v.session NOT IN (SELECT h.session FROM app.hidden_sessions(:actor) AS h)
         ORDER BY v.starts DESC, v.ref LIMIT 25 OFFSET 25 * (:page - 1)) AS d
 CROSS JOIN LATERAL app.result_head(ARRAY[d.session]) AS h
 ORDER BY d.starts DESC, d.ref;

-- result_recent_count(actor int)
-- How many there are.
SELECT count(*) AS n FROM app.desk_session v WHERE v.status = 'open' AND v.over AND v.has_form AND v.session NOT IN (SELECT h.session FROM app.hidden_sessions(:actor) AS h);

-- result_courses(actor int)
-- Events with answers.
SELECT c.code, c.title, c.answers FROM app.result_course c WHERE app.may_read_event(:actor, c.id) ORDER BY c.title;

-- result_answer(response int, code text)
-- One free text, for whoever has to take something out of it.
SELECT a.response, a.code, a.question, a.words, a.ref, a.title FROM app.desk_answer a WHERE a.response = :response AND a.code = :code;

-- result_redact(actor int, response int, code text, words text, why text)
-- Put other words in its place.
SELECT o.outcome FROM app.redact_answer(:actor, :response, :code, :words, :why) AS o;

-- result_mine(person int)
-- The sessions that this person has led, the newest first.
SELECT m.ref, m.title, m.starts_words, h.answers, h.present
  FROM (SELECT t.session, t.ref, t.title, t.starts_words, t.starts FROM app.result_trainer t
         WHERE t.person = :person ORDER BY t.starts DESC LIMIT 20) AS m
 CROSS JOIN LATERAL app.result_head(ARRAY[m.session]) AS h
 ORDER BY m.starts DESC;
