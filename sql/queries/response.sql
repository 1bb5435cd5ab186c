-- evaluation_of(person int, number int)
-- The end-of-session form of one's own booking, and whether it is open.
SELECT v.booking, v.person, v.form, v.state, v.title, v.minutes, v.slug, v.session_title, v.session_when,
       v.opens, v.closes, v.answered, v.called, '/bookings/' || v.booking || '/evaluation' AS action
  FROM app.evaluation_page v
 WHERE v.person = :person AND v.booking = :number;

-- evaluation_by_link(token bytea, path text)
-- The same for whoever holds the mailed link.
SELECT v.booking, v.person, v.form, v.state, v.title, v.minutes, v.slug, v.session_title, v.session_when,
       v.opens, v.closes, v.answered, v.called, :path AS action
  FROM app.evaluation_link v
 WHERE v.token = :token;

-- form_fields(form int)
-- What each field of a form may carry.
SELECT f.field, f.kind, f.max, f.required, f.label, f.choices
  FROM app.form_field f
 WHERE f.form = :form
 ORDER BY f.section, f.position, f.part;

-- form_sections(form int)
-- The parts of a form.
SELECT s.section, s.title FROM app.form_section s WHERE s.form = :form ORDER BY s.section;

-- form_questions(form int, booking int)
-- The questions of a form that may be asked about this booking.
SELECT q.section, q.question, q.code, q.words, q.type, q.required, q.lowest_words, q.highest_words, q.not_applicable,
       q.min_selected, q.max_length, q.lines, q.other_text, q.code || '_other' AS other_field, q.sensitive,
       q.depends_on, array_to_string(q.depends_values, ' ') AS depends_values, app.depends_words(q.form, q.depends_on, q.depends_values) AS depends_words,
       (SELECT string_agg(o.value, ' ') FROM app.form_option o WHERE o.question = q.question AND o.exclusive) AS exclusive,
       app.form_label(q.type, q.words) AS label
  FROM app.form_question q
 WHERE q.form = :form
   AND (q.form_missing IS NULL
        OR NOT EXISTS (SELECT FROM app.response_to t WHERE t.booking = :booking AND t.code = q.form_missing))
 ORDER BY q.section, q.position;

-- form_options(form int)
-- What can be chosen.
SELECT o.question, o.value, o.words, o.exclusive
  FROM app.form_option o
 WHERE o.form = :form
 ORDER BY o.question, o.position;

-- response_fields(booking int, form int)
-- The answers given so far.
SELECT f.field, f.value FROM app.response_field f WHERE f.booking = :booking AND f.form = :form;

-- response_submit(person int, booking int, form int, answers json, alert text)
-- Keep the answers, and alert people of those that ask for it.
SELECT s.outcome
  FROM app.submit_response(:person, :booking, :form, :answers,
                           regexp_split_to_array(nullif(:alert, ''), '\s*,\s*')) AS s;

-- evaluation_at(person int, ref text)
-- One's own form about a session, for those who come by the code on a slide.
SELECT v.booking FROM app.evaluation_page v WHERE v.person = :person AND v.slug = :ref;

-- slide_show(ref text)
-- What the last slide of a session says.
SELECT d.ref, d.title, d.starts_words, d.has_form FROM app.desk_session d WHERE d.ref = :ref;
