-- export_note(person id, what text, first text, last text, event text, session text, agency text)
-- Keep in the audit trail who took what.
SELECT app.export_note(:person, :what, jsonb_strip_nulls(jsonb_build_object(
           'from', nullif(:first, ''), 'to', nullif(:last, ''), 'event', nullif(:event, ''),
           'session', nullif(:session, ''), 'agency', nullif(:agency, '')))) AS noted;

-- export_bookings(actor int, first text, last text, event text, session text, agency text) stream
-- Every booking, whatever became of it.
SELECT b.booking, b.session, b.event, app.cell_words(b.starts) AS starts, b.first_name, b.last_name,
       b.email, b.agency, b.state, b.setting, b.sector, b.job_title, b.ended_by,
       app.cell_words(b.made) AS made, app.cell_words(b.changed) AS changed, b.guest, b.guest_phone
  FROM app.export_booking b
 WHERE b.slug NOT IN (SELECT h.slug FROM app.hidden_sessions(:actor) AS h)
   AND (:first = '' OR b.day >= nullif(:first, '')::date)
   AND (:last = '' OR b.day <= nullif(:last, '')::date)
   AND (:event = '' OR b.event = :event)
   AND (:session = '' OR b.slug = :session)
   AND (:agency = '' OR b.agency_code = :agency)
 ORDER BY b.booking;

-- export_attendance(actor int, first text, last text, event text, session text, agency text) stream
-- One row a confirmed booking and part.
SELECT c.booking, c.session, c.part, app.cell_words(c.starts) AS starts, c.first_name, c.last_name,
       c.email, c.agency, c.attendance, app.cell_words(c.arrived) AS arrived,
       app.cell_words(c.departed) AS "left", c.register
  FROM app.export_attendance c
 WHERE c.slug NOT IN (SELECT h.slug FROM app.hidden_sessions(:actor) AS h)
   AND (:first = '' OR c.day >= nullif(:first, '')::date)
   AND (:last = '' OR c.day <= nullif(:last, '')::date)
   AND (:event = '' OR c.event = :event)
   AND (:session = '' OR c.slug = :session)
   AND (:agency = '' OR c.agency_code = :agency)
 ORDER BY c.booking, c.part;

-- export_evaluations(actor int, first text, last text, event text, session text, agency text) stream
-- One row an answer, without names.
SELECT a.response, a.session, a.event, app.cell_words(a.starts) AS starts, a.agency, a.sector, a.form,
       a.question, a.question_words, a.number, a.choices, a.answer, a.not_applicable
  FROM app.export_answer a
 WHERE a.slug NOT IN (SELECT h.slug FROM app.hidden_sessions(:actor) AS h)
   AND (:first = '' OR a.day >= nullif(:first, '')::date)
   AND (:last = '' OR a.day <= nullif(:last, '')::date)
   AND (:event = '' OR a.event = :event)
   AND (:session = '' OR a.slug = :session)
   AND (:agency = '' OR a.agency_code = :agency)
 ORDER BY a.response, a.question;

-- export_people(agency text) stream
-- Everyone we know.
SELECT p.person, p.first_name, p.last_name, p.email, p.job_title, p.agency, p.setting, p.status
  FROM app.export_person p
 WHERE (:agency = '' OR p.agency_code = :agency)
 ORDER BY p.person;
