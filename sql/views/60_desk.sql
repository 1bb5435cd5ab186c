-- The coordinator's desk: what needs a person, and whom and what it is about.

CREATE VIEW app.desk_haystack AS
SELECT p.id, p.first_name || ' ' || p.last_name AS name,
       lectern.words(concat_ws(' ', p.first_name, p.last_name, p.email, p.code, p.job_title, a.name, a.short_name,
                               t.name, p.unlisted, (SELECT string_agg(x.alias, ' ') FROM lectern.agency_alias x WHERE x.agency = a.id)))
       || ARRAY(SELECT b.id::text FROM lectern.booking b WHERE b.person = p.id) AS haystack
  FROM lectern.person p
  LEFT JOIN lectern.agency a ON a.id = p.agency
  LEFT JOIN lectern.setting t ON t.id = p.setting;

CREATE VIEW app.desk_person AS
SELECT p.id AS person, p.code, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name,
       p.email, p.phone, p.job_title, a.name AS agency, t.name AS setting, p.unlisted,
       nullif(p.manager_name, '') AS manager_name, p.manager_email, p.verified IS NOT NULL AS verified,
       CASE p.status WHEN 'left' THEN 'Has left' WHEN 'long_leave' THEN 'On long leave'
                     WHEN 'closed' THEN 'Account closed' END AS status_words,
       p.remark, p.created,
       concat_ws(', ', nullif(p.job_title, ''), coalesce(t.name, a.name, p.unlisted)) AS who_words
  FROM lectern.person p
  LEFT JOIN lectern.agency a ON a.id = p.agency
  LEFT JOIN lectern.setting t ON t.id = p.setting;

CREATE VIEW app.desk_booking AS
SELECT b.id AS number, b.person, b.session, s.slug AS ref, s.title, s.starts, s.ends, s.ends <= lectern.clock() AS past,
       app.moment_words(s.starts) AS starts_words, app.day_words(s.starts) AS day_words,
       p.code, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name, p.last_name, p.first_name,
       coalesce(t.name, a.name, b.unlisted, '') AS organisation, b.job_title, b.state, b.made,
       app.booking_words(b.state, b.ended_by) AS state_words,
       b.state IN ('requested', 'waiting', 'offered', 'confirmed') AS live,
       CASE b.state WHEN 'confirmed' THEN app.attendance_words(b.id) END AS attendance_words,
       b.manager_name, b.manager_email
  FROM lectern.booking b
  JOIN lectern.session s ON s.id = b.session
  JOIN lectern.person p ON p.id = b.person
  LEFT JOIN lectern.agency a ON a.id = b.agency
  LEFT JOIN lectern.setting t ON t.id = b.setting;

CREATE VIEW app.desk_history AS
SELECT h.booking AS number, h.id, app.moment_words(h.at) AS at_words, app.booking_words(h.state, NULL) AS state_words, h.why,
       coalesce(nullif(concat_ws(' ', p.first_name, p.last_name), ''), 'The system') AS who
  FROM lectern.booking_history h
  LEFT JOIN lectern.person p ON p.id = h.person;

CREATE VIEW app.desk_alert AS
SELECT l.id AS alert, app.moment_words(l.raised) AS raised_words, l.raised, l.settled, app.moment_words(l.settled) AS settled_words,
       concat_ws(' ', y.first_name, y.last_name) AS settled_by, l.note,
       q.words AS question, o.words AS answer, NOT q.in_statistics AS call,
       b.id AS number, p.code, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name, p.phone, p.email,
       coalesce(a.name, b.unlisted, '') AS organisation, s.title, s.slug AS ref, app.day_words(s.starts) AS day_words,
       CASE WHEN NOT EXISTS (SELECT FROM lectern.response r JOIN lectern.answer w ON w.response = r.id
                              WHERE r.booking = l.booking AND w.question = l.question AND l.value = ANY (w.choices))
            THEN 'The answer has been changed since. Please ring all the same.' END AS withdrawn
  FROM lectern.alert l
  JOIN lectern.booking b ON b.id = l.booking
  JOIN lectern.person p ON p.id = b.person
  JOIN lectern.session s ON s.id = b.session
  JOIN lectern.question q ON q.id = l.question
  LEFT JOIN lectern.question_option o ON o.question = l.question AND o.value = l.value
  LEFT JOIN lectern.agency a ON a.id = b.agency
  LEFT JOIN lectern.person y ON y.id = l.by;

CREATE VIEW app.desk_session AS
SELECT s.id AS session, s.slug AS ref, s.ref AS full_ref, s.title, e.code AS event_code, s.status, s.starts, s.ends,
       app.span_words(s.starts, s.ends) AS when_words,
       CASE s.delivery WHEN 'virtual' THEN 'Online' WHEN 'hybrid' THEN v.town || ' or online' ELSE v.town END AS where_words,
       s.starts <= lectern.clock() AS begun, s.ends <= lectern.clock() AS over,
       s.status = 'cancelled' AS cancelled, s.status = 'draft' AS draft,
       n.capacity, n.taken, n.waiting,
       (SELECT string_agg(concat_ws(' ', p.first_name, p.last_name), ', ' ORDER BY d.position)
          FROM lectern.duty d JOIN lectern.person p ON p.id = d.person
         WHERE d.session = s.id AND d.kind = 'trainer') AS trainers,
       coalesce(g.state, 'open') AS register_state,
       CASE g.state WHEN 'signed_off' THEN 'Signed off ' || app.day_words(g.at)
                    WHEN 'corrected' THEN 'Corrected ' || app.day_words(g.at)
                    ELSE 'Not signed off' END AS register_words,
       s.words || e.words AS words, e.form IS NOT NULL AS has_form
  FROM lectern.session s
  JOIN lectern.event e ON e.id = s.event
  JOIN app.session_places n ON n.session = s.id
  LEFT JOIN lectern.venue v ON v.id = s.venue
  LEFT JOIN lectern.register g ON g.session = s.id;

CREATE VIEW app.result_event AS
SELECT e.code, e.title,
       (SELECT count(*) FROM lectern.session s WHERE s.event = e.id AND s.status = 'open' AND s.ends <= lectern.clock()) AS sessions
  FROM lectern.event e;

-- The parts of today and of the days to come, for the desk's first list.
CREATE VIEW app.desk_part AS
SELECT d.ref, d.title, d.where_words, d.trainers, d.capacity, d.taken, d.waiting, q.number AS part, q.starts, q.ends,
       (q.starts AT TIME ZONE 'Europe/London')::date - (lectern.clock() AT TIME ZONE 'Europe/London')::date AS days,
       CASE (q.starts AT TIME ZONE 'Europe/London')::date - (lectern.clock() AT TIME ZONE 'Europe/London')::date
            WHEN 0 THEN 'Today' WHEN 1 THEN 'Tomorrow' ELSE app.day_words(q.starts) END AS day_words,
       app.clock_words(q.starts) || ' to ' || app.clock_words(q.ends) AS time_words,
       d.session
  FROM app.desk_session d
  JOIN lectern.part q ON q.session = d.session
 WHERE d.status = 'open';

CREATE VIEW app.desk_register AS
SELECT d.ref, d.title, d.when_words, d.trainers, d.ends, d.taken,
       (lectern.clock() AT TIME ZONE 'Europe/London')::date - (d.ends AT TIME ZONE 'Europe/London')::date AS days
  FROM app.desk_session d
 WHERE d.status = 'open' AND d.over AND d.register_state = 'open'
   AND EXISTS (SELECT FROM lectern.booking b WHERE b.session = d.session AND b.state = 'confirmed');
COMMENT ON VIEW app.desk_register IS 'Sessions that are over and whose register nobody has signed off.';

CREATE VIEW app.desk_mail AS
SELECT m.id AS number, app.kind_of_mail(m.kind) AS kind_words, m.address, m.state, m.made, m.attempts,
       app.moment_words(m.made) AS made_words, app.moment_words(m.finished) AS finished_words,
       CASE WHEN m.state = 'queued' AND m.attempts > 0 THEN app.moment_words(m.due) END AS next_words,
       nullif(m.reply, '') AS reply, p.code, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name,
       m.booking, s.slug AS ref, s.title,
       CASE m.state WHEN 'refused' THEN 'Refused' WHEN 'bounced' THEN 'Came back' WHEN 'sent' THEN 'Sent'
                    WHEN 'dropped' THEN 'Not sent' WHEN 'sending' THEN 'On its way'
                    ELSE CASE WHEN m.attempts > 0 THEN 'Tried ' || m.attempts || CASE m.attempts WHEN 1 THEN ' time' ELSE ' times' END
                              ELSE 'Waiting to be sent' END END AS state_words,
       m.state IN ('refused', 'bounced')
       OR m.state IN ('queued', 'sending') AND (m.attempts >= 3 OR m.due < lectern.clock() - interval '15 minutes') AS trouble
  FROM lectern.mail m
  LEFT JOIN lectern.person p ON p.id = m.person
  LEFT JOIN lectern.session s ON s.id = m.session;
COMMENT ON COLUMN app.desk_mail.trouble IS 'Refused, come back, tried three times, or untouched for a quarter of an hour.';

CREATE VIEW app.desk_mail_count AS
SELECT count(*) FILTER (WHERE m.trouble) AS trouble,
       count(*) FILTER (WHERE m.state IN ('queued', 'sending')) AS queued,
       count(*) FILTER (WHERE m.state = 'refused') AS refused,
       count(*) FILTER (WHERE m.state = 'bounced') AS bounced
  FROM app.desk_mail m
 WHERE m.state IN ('queued', 'sending', 'refused', 'bounced');

-- The states of a session's bookings that occur, in the order of a list.
CREATE VIEW app.desk_session_state AS
SELECT s.slug AS ref, b.state, v.place, v.heading, count(*) AS n
  FROM lectern.session s
  JOIN lectern.booking b ON b.session = s.id
  JOIN (VALUES ('confirmed', 1, 'Have a place'), ('offered', 2, 'Have been offered a place'),
               ('requested', 3, 'Await agreement'), ('waiting', 4, 'On the waiting list'),
               ('cancelled', 5, 'Cancelled'), ('declined', 6, 'Not agreed')) AS v (state, place, heading)
    ON v.state = b.state
 GROUP BY s.slug, b.state, v.place, v.heading;

-- What the audit trail knows of, found by skipping along its index.
CREATE VIEW app.audit_act AS
WITH RECURSIVE seen AS (
    (SELECT act FROM lectern.audit ORDER BY act LIMIT 1)
    UNION ALL
    SELECT (SELECT u.act FROM lectern.audit u WHERE u.act > seen.act ORDER BY u.act LIMIT 1)
      FROM seen WHERE seen.act IS NOT NULL
)
SELECT act FROM seen WHERE act IS NOT NULL;

CREATE VIEW app.desk_unlisted AS
SELECT p.code, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name, p.unlisted, p.email,
       app.day_words(p.created) AS since
  FROM lectern.person p
 WHERE p.unlisted IS NOT NULL AND p.agency IS NULL AND p.status IN ('active', 'long_leave');

CREATE VIEW app.desk_agency AS
SELECT a.code, a.name FROM lectern.agency a WHERE a.active;

CREATE VIEW app.desk_past AS
SELECT x.person, coalesce(e.title, x.equivalent) AS title, to_char(x.held, 'FMDD FMMonth YYYY') AS held_words, x.held, x.hours
  FROM lectern.past_attendance x
  LEFT JOIN lectern.event e ON e.id = x.event;

CREATE VIEW app.audit_line AS
SELECT u.id, u.at, to_char(u.at AT TIME ZONE 'Europe/London', 'FMDD Mon YYYY, HH24:MI:SS') AS at_words,
       coalesce(nullif(concat_ws(' ', p.first_name, p.last_name), ''), 'The system') AS who, p.code AS who_code,
       u.act, replace(u.act, '_', ' ') AS act_words, u.object,
       CASE WHEN u.object LIKE 'person %' THEN '/manage/people/' || substr(u.object, 8)
            WHEN u.object LIKE 'session %' THEN '/manage/sessions/' || substr(u.object, 9)
            WHEN u.object LIKE 'booking %' THEN '/manage/bookings/' || substr(u.object, 9) END AS href,
       nullif(left((SELECT string_agg(k || ': ' || CASE jsonb_typeof(v) WHEN 'string' THEN v #>> '{}' ELSE v::text END, '; ' ORDER BY k)
                 FROM jsonb_each(u.detail) AS d (k, v) WHERE k <> 'body'), 300), '') AS detail
  FROM lectern.audit u
  LEFT JOIN lectern.person p ON p.id = u.person;

CREATE VIEW app.statement_page AS
SELECT t.slug, t.title, t.body, t.version, t.changed, app.day_words(t.changed) AS changed_words,
       concat_ws(' ', p.first_name, p.last_name) AS changed_by,
       t.changed < lectern.clock() - interval '12 months' AS old
  FROM lectern.statement t
  LEFT JOIN lectern.person p ON p.id = t.by;
COMMENT ON COLUMN app.statement_page.old IS 'Not looked at for a year: the regulations ask for a review.';
