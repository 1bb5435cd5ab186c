-- plan_lines(session int)
-- The plan of the day.
SELECT a.slot, a.title, a.time_words, a.room, a.round FROM app.edit_plan a WHERE a.session = :session ORDER BY a.starts, a.slot;

-- plan_workshops(session int)
-- The workshops of its rounds.
SELECT w.slot, w.code, w.title, w.room, w.capacity, w.taken, w.waiting, w.led_by, w.repeat_of
  FROM app.edit_workshop w
  JOIN app.edit_plan a ON a.session = w.session AND a.slot = w.slot
 WHERE w.session = :session ORDER BY a.starts, a.slot, w.code;

-- plan_form(session int, slot text)
-- What the form of an hour holds.
SELECT f.key AS name, app.field_text(f.value) AS value FROM jsonb_each(app.plan_form(:session, :slot)) AS f;

-- plan_options(session int)
-- What its choices are, and those of its workshops.
SELECT 'day' AS list, d.number::text AS value, d.words, d.number AS place FROM app.edit_day d WHERE d.session = :session
 UNION ALL
SELECT 'slot', a.slot, a.title || ', ' || a.time_words, row_number() OVER (ORDER BY a.starts) + 1 FROM app.edit_plan a WHERE a.session = :session AND a.round
 UNION ALL
SELECT 'stream', '', 'None', 1
 UNION ALL
SELECT 'stream', t.code, t.code || ': ' || t.title, 2 FROM app.edit_stream t WHERE t.session = :session
 UNION ALL
SELECT 'repeat_of', '', 'None', 1
 UNION ALL
SELECT 'repeat_of', w.code, w.code || ': ' || w.title, 2 FROM app.edit_workshop w WHERE w.session = :session AND w.repeat_of IS NULL
 UNION ALL
SELECT o.name, o.value, CASE o.value WHEN '' THEN 'No room of its own' ELSE o.words END, o.place FROM app.edit_option o WHERE o.name IN ('room_of_day', 'trainers')
 ORDER BY list, place, words;

-- plan_put(actor int, ref text, slot text, version int, fields json, remove bool, tell text, why text)
-- Save an hour of the plan, or take it out.
SELECT p.outcome FROM app.put_plan(:actor, :ref, nullif(:slot, ''), :version::int, :fields, :remove, nullif(:tell, ''), :why) AS p;

-- plan_touched(session int, slot text, fields json, remove bool)
-- What that changes for people who are booked.
SELECT t.words FROM app.plan_touched(:session, :slot, :fields, :remove) AS t (words) WHERE t.words IS NOT NULL;

-- workshop_form(session int, code text)
-- What the form of a workshop holds.
SELECT f.key AS name, app.field_text(f.value) AS value FROM jsonb_each(app.workshop_form(:session, :code)) AS f;

-- workshop_put(actor int, ref text, code text, version int, fields json, remove bool, tell text, why text)
-- Save a workshop, or take it out.
SELECT p.outcome, p.taken
  FROM app.put_workshop(:actor, :ref, nullif(:code, ''), :version::int, :fields, :remove, nullif(:tell, ''), :why) AS p;

-- workshop_touched(session int, code text, fields json, remove bool)
-- What that changes for who has chosen it.
SELECT t.words FROM app.workshop_touched(:session, :code, :fields, :remove) AS t (words) WHERE t.words IS NOT NULL;

-- workshop_clashes(session int, code text, fields json)
-- What a coordinator should know before it is saved.
SELECT c.words FROM app.workshop_clashes(:session, nullif(:code, ''), :fields) AS c;

-- workshop_people(session int, code text)
-- Who has chosen it or waits for it.
SELECT p.name, p.agency, p.state_words FROM app.edit_person p
 WHERE p.booking IN (SELECT app.choosers(:session, :code)) ORDER BY p.place, p.name;

-- streams_form(actor int, ref text)
-- What the form of the streams holds.
SELECT f.key AS name, app.field_text(f.value) AS value
  FROM app.edit_session s CROSS JOIN LATERAL jsonb_each(app.streams_form(s.session)) AS f
 WHERE s.ref = :ref AND app.may_read(:actor, s.session);

-- streams_flaw(actor int, ref text, fields json)
-- What is wrong with them.
SELECT f.field, f.words FROM app.edit_session s CROSS JOIN LATERAL app.streams_flaw(s.session, :fields) AS f
 WHERE s.ref = :ref AND app.may_read(:actor, s.session);

-- streams_put(actor int, ref text, version int, fields json)
-- Save them.
SELECT p.outcome FROM app.put_streams(:actor, :ref, :version::int, :fields) AS p;
