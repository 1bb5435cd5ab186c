-- result_session(ref text)
-- What the results of one session are about.
SELECT d.ref, d.title, d.when_words, d.where_words, d.trainers, d.event_code, d.over, d.has_form
  FROM app.desk_session d
 WHERE d.ref = :ref AND NOT d.draft;

-- result_event(code text)
-- What the results of all sessions of an event are about.
SELECT v.code, v.title, v.sessions FROM app.result_event v WHERE v.code = :code;

-- result_event_sessions(code text)
-- The sessions of an event that are over, the newest first.
SELECT d.ref, d.when_words, d.where_words, h.answers, h.present, h.percent
  FROM app.desk_session d
 CROSS JOIN LATERAL app.result_head(ARRAY[d.session]) AS h
 WHERE d.event_code = :code AND d.status = 'open' AND d.over
 ORDER BY d.starts DESC;

-- result_head(ref text, code text)
-- How many were there and how many answered, at one session or at all of an event.
SELECT h.sessions, h.present, h.answers, h.percent, h.unsigned AS registers_open, h.answers < 5 AS few
  FROM app.result_head(app.result_scope(:ref, :code)) AS h;

-- result_story(ref text, code text, least int)
-- What anybody can repeat, a sentence a row.
SELECT s AS sentence FROM app.result_story(app.result_scope(:ref, :code), :least::int) AS s;

-- result_sections(ref text, code text)
-- The parts of the form.
SELECT DISTINCT q.section, q.section_title FROM app.result_asked(app.result_scope(:ref, :code)) AS q ORDER BY q.section;

-- result_questions(ref text, code text, least int)
-- Each question: how many answered, the mean, the change.
SELECT q.section, q.code, q.words, q.shown, q.answers, q.shown AND q.answers = 0 AS unanswered,
       CASE WHEN q.shown THEN q.answers || CASE q.answers WHEN 1 THEN ' answer' ELSE ' answers' END END AS answers_words,
       CASE WHEN q.shown AND q.not_applicable > 0 THEN q.not_applicable || ' said that it does not apply' END AS not_applicable_words,
       CASE WHEN q.shown AND q.mean IS NOT NULL THEN 'Mean ' || q.mean || ' (' || q.lowest || ' to ' || q.highest || ')' END AS mean_words,
       CASE WHEN q.shown AND q.change IS NOT NULL
            THEN CASE WHEN q.change > 0 THEN 'Up ' || q.change WHEN q.change < 0 THEN 'Down ' || abs(q.change) ELSE 'No change' END
                 || ' from ' || q.before || ', ' || q.pairs || CASE q.pairs WHEN 1 THEN ' person' ELSE ' people' END
                 || CASE WHEN q.looking_back = q.pairs THEN ' looking back'
                         WHEN q.looking_back > 0 THEN ', ' || q.looking_back || ' of them looking back' ELSE '' END END AS change_words,
       q.type = 'free_text' AS is_text, q.type = 'multi_choice' AS is_multi,
       q.shown AND q.answers > 0 AND q.type <> 'free_text' AS has_figures
  FROM app.result_question(app.result_scope(:ref, :code), :least::int) AS q;

-- result_options(ref text, code text, least int)
-- What was chosen, for the bars and their table.
SELECT o.code, o.words, o.people, o.percent FROM app.result_option(app.result_scope(:ref, :code), :least::int) AS o;

-- result_texts(ref text, code text, least int)
-- What people wrote.
SELECT t.code, t.words, t.may_quote FROM app.result_text(app.result_scope(:ref, :code), :least::int) AS t;

-- result_groups(ref text, code text, by text)
-- The means by sector or organisation, small groups hidden.
SELECT g.code, g.name, g.answers, g.mean, g.shown,
       CASE WHEN g.shown THEN NULL
            WHEN g.small THEN 'Fewer than five answers: not shown'
            ELSE 'Not shown, so that a smaller group cannot be worked out' END AS hidden_words
  FROM app.result_group(app.result_scope(:ref, :code), :by) AS g;
