-- edit_options(actor int)
-- What the choices of the desk's forms are.
SELECT o.name AS list, o.value, o.words, o.place FROM app.edit_option o
 UNION ALL
SELECT 'review', '', 'None', 1
 UNION ALL
SELECT DISTINCT 'review', r.code, r.code || ': ' || r.theme, 2
  FROM app.edit_review r WHERE r.person = :actor OR r.status = 'published'
 ORDER BY list, place, words;

-- event_form(actor int, code text)
-- What its form holds.
SELECT f.key AS name, app.field_text(f.value) AS value
  FROM app.edit_event e CROSS JOIN LATERAL jsonb_each(app.event_form(e.id)) AS f
 WHERE e.code = :code AND app.may_read_event(:actor, e.id);

-- event_make(actor int, fields json)
-- A new one, unless there is one of that code.
SELECT m.outcome FROM app.make_event(:actor, :fields) AS m;

-- event_change(actor int, code text, version int, fields json)
-- Save it over the version that was read.
SELECT c.outcome FROM app.change_event(:actor, :code, :version::int, :fields) AS c;

-- event_its_dates(actor int, code text)
-- Its dates, the latest first.
SELECT s.ref, s.starts_words, s.where_words, s.state, s.state_words, s.taken, s.capacity
  FROM app.edit_session s
 WHERE s.event_code = :code AND app.may_read(:actor, s.session)
 ORDER BY s.starts DESC;

-- event_list(actor int)
-- The courses, with their dates to come counted.
SELECT e.code, e.title, app.kind_words(e.kind) AS kind_words,
       (SELECT count(*) FROM app.edit_session s WHERE s.event = e.id AND s.state = 'open' AND app.may_read(:actor, s.session)) AS open,
       (SELECT count(*) FROM app.edit_session s WHERE s.event = e.id AND s.state = 'draft' AND app.may_read(:actor, s.session)) AS drafts
  FROM app.edit_event e
 WHERE app.may_read_event(:actor, e.id)
 ORDER BY e.title;

-- session_form(actor int, ref text)
-- What its form holds.
SELECT f.key AS name, app.field_text(f.value) AS value
  FROM app.edit_session s CROSS JOIN LATERAL jsonb_each(app.session_form(s.session)) AS f
 WHERE s.ref = :ref AND app.may_read(:actor, s.session);

-- session_head(actor int, ref text)
-- What stands above its form.
SELECT s.session AS id, s.ref, s.title, s.full_ref, s.event_code, s.starts_words, s.state, s.state_words, s.booked, s.missing,
       app.draft_stays(s.session) AS stays
  FROM app.edit_session s
 WHERE s.ref = :ref AND app.may_read(:actor, s.session);

-- session_flaws(fields json)
-- What is wrong with what was typed.
SELECT f.field, f.words FROM app.session_flaw(:fields) AS f;

-- session_clashes(ref text, fields json)
-- What a coordinator should know before it is saved.
SELECT c.words FROM app.clashes((SELECT s.session FROM app.edit_session s WHERE s.ref = :ref), :fields) AS c;

-- session_make(actor int, code text, key uuid, fields json)
-- A draft.
SELECT m.outcome, m.slug FROM app.make_session(:actor, :code, :key, :fields) AS m;

-- session_made(actor int, key uuid)
-- The draft that this form has made already.
SELECT m.slug FROM app.made_session(:actor, :key) AS m (slug) WHERE m.slug IS NOT NULL;

-- session_change(actor int, ref text, version int, fields json, tell text, why text)
-- Save it.
SELECT c.outcome, c.field, c.taken FROM app.change_session(:actor, :ref, :version::int, :fields, nullif(:tell, ''), :why) AS c;

-- session_touched(actor int, ref text, fields json)
-- What a form changes that people who are booked should know of.
SELECT t.kind, t.words
  FROM app.edit_session s CROSS JOIN LATERAL app.touched(s.session, :fields) AS t
 WHERE s.ref = :ref AND s.booked > 0 AND s.state = 'open' AND app.may_read(:actor, s.session);

-- session_people(actor int, ref text)
-- Whom it would touch.
SELECT p.name, p.agency, p.state_words
  FROM app.edit_person p JOIN app.edit_session s ON s.session = p.session
 WHERE s.ref = :ref AND app.may_read(:actor, s.session)
 ORDER BY p.place, p.name;

-- programme_dates(actor int, q text, state text, event text, first date, last date, page int)
-- All dates, drafts first.
SELECT s.ref, s.full_ref, s.title, s.event_code, s.starts_words, s.where_words, s.state, s.state_words, s.missing, s.remarks,
       s.taken, s.capacity, s.booked, count(*) OVER () AS n
  FROM app.edit_session s
 WHERE app.may_read(:actor, s.session)
   AND (:state = '' OR s.state = :state) AND (:event = '' OR s.event_code = :event)
   AND (:first IS NULL OR s.day >= :first) AND (:last IS NULL OR s.day <= :last)
   AND NOT EXISTS (SELECT FROM unnest(lectern.words(:q)) AS w
                    WHERE NOT EXISTS (SELECT FROM unnest(s.words) AS h WHERE starts_with(h, w)))
 ORDER BY s.state <> 'draft', s.state <> 'open', s.starts, s.ref
 LIMIT 25 OFFSET 25 * (:page - 1);

-- programme_drafts(actor int, first date, last date)
-- Drafts of a term, and what each still needs.
SELECT s.ref, s.full_ref, s.title, s.starts_words, s.where_words, s.missing, s.remarks,
       (SELECT string_agg(c.words, '; ') FROM app.clashes(s.session, app.session_form(s.session)) AS c) AS clashes
  FROM app.edit_session s
 WHERE s.state = 'draft' AND app.may_read(:actor, s.session)
   AND (:first IS NULL OR s.day >= :first) AND (:last IS NULL OR s.day <= :last)
 ORDER BY s.starts, s.ref
 LIMIT 100;

-- programme_publish(actor int, refs textarray, day date, hour time)
-- Open them, all or none; nothing shows before that hour.
SELECT p.outcome, p.published
  FROM app.publish(:actor, :refs, lectern.local_instant(:day + coalesce(:hour, '09:00'))) AS p;

-- local_time(day date, hour time)
-- Whether that time exists.
SELECT lectern.local_instant(:day + :hour) IS NOT NULL AS there, lectern.local_instant(:day + :hour) <= lectern.clock() AS past;

-- programme_copies(actor int, first date, last date, weeks int)
-- Dates of a term, and what they would be so many weeks on.
SELECT s.ref, s.title, s.starts_words, s.where_words,
       (SELECT coalesce(string_agg(app.span_words(q.starts, q.ends), ' and ' ORDER BY q.number), '')
          FROM app.parts_later(s.session, :weeks::int) q) AS new_words,
       (SELECT bool_or(q.starts IS NULL OR q.ends IS NULL) FROM app.parts_later(s.session, :weeks::int) q) AS jumped,
       EXISTS (SELECT FROM app.edit_session o JOIN app.parts_later(s.session, :weeks::int) q ON q.number = 1 AND q.starts = o.starts
                WHERE o.event = s.event AND o.state <> 'cancelled') AS there,
       (SELECT string_agg(DISTINCT to_char(q.day, 'FMDD FMMonth') || ' is ' || app.free_day_words(q.day), '; ')
          FROM app.parts_later(s.session, :weeks::int) q) AS free_day,
       (SELECT string_agg(c.words, '; ') FROM app.clashes(NULL, app.form_later(s.session, :weeks::int)) AS c
         WHERE c.words NOT LIKE '% is a bank holiday:%' AND c.words NOT LIKE '% is in the school holidays:%') AS clashes,
       (SELECT bool_or(app.is_working_day(q.day)) AND NOT bool_or(NOT app.is_working_day(q.day))
          FROM app.parts_later(s.session, :weeks::int) q) AS working
  FROM app.edit_session s
 WHERE app.may_read(:actor, s.session) AND s.day >= :first AND s.day <= :last AND s.state <> 'cancelled'
 ORDER BY s.starts, s.ref
 LIMIT 100;

-- programme_copy(actor int, refs textarray, weeks int)
-- Make drafts of them.
SELECT c.outcome, c.copied, c.left_out FROM app.copy_sessions(:actor, :refs, :weeks::int) AS c;

-- session_new(actor int, code text)
-- What a new date of a course begins with.
SELECT f.key AS name, app.field_text(f.value) AS value
  FROM app.edit_new_session e CROSS JOIN LATERAL jsonb_each(e.form) AS f
 WHERE e.code = :code AND app.may_read_event(:actor, e.event);

-- draft_delete(actor int, ref text)
-- Take a draft away.
SELECT d.outcome FROM app.delete_draft(:actor, :ref) AS d;

-- event_delete(actor int, code text)
-- Take a course without dates away.
SELECT d.outcome FROM app.delete_event(:actor, :code) AS d;
