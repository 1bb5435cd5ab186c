-- The coordinator's desk: what needs a person, and whom and what it is about.

-- All that a person can be found by, folded, each word after a space.
CREATE VIEW app.desk_haystack AS
SELECT p.id, p.first_name || ' ' || p.last_name AS name,
       ' ' || translate(lectern.fold(concat_ws(' ', p.first_name, p.last_name, p.email, p.guest_email, p.code, p.job_title, a.name, a.short_name,
                                               t.name, p.unlisted, x.aliases)), '-.@/_''’', '     ') AS haystack
  FROM lectern.person p
  LEFT JOIN lectern.agency a ON a.id = p.agency
  LEFT JOIN lectern.setting t ON t.id = p.setting
  LEFT JOIN (SELECT agency, string_agg(alias, ' ') AS aliases FROM lectern.agency_alias GROUP BY agency) AS x ON x.agency = a.id;

CREATE VIEW app.desk_person AS
SELECT p.id AS person, p.code, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name,
       coalesce(p.email, p.guest_email) AS email, p.phone, p.job_title, CASE WHEN p.guest THEN 'Guest' ELSE a.name END AS agency, t.name AS setting, p.unlisted, p.guest,
       nullif(p.manager_name, '') AS manager_name, p.manager_email, p.verified IS NOT NULL AS verified,
       p.status, p.remark, app.day_words(p.created) AS since_words
  FROM lectern.person p
  LEFT JOIN lectern.agency a ON a.id = p.agency
  LEFT JOIN lectern.setting t ON t.id = p.setting;

CREATE VIEW app.desk_booking AS
SELECT b.id AS number, b.person, b.session, s.slug AS ref, s.title, s.starts, s.ends <= (SELECT lectern.clock()) AS past,
       app.span_words(s.starts, s.ends) AS starts_words,
       p.code, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name, p.last_name, p.first_name,
       coalesce(p.email, p.guest_email) AS email, CASE WHEN p.guest THEN concat_ws(', ', p.guest_email, p.phone) END AS guest_contact,
       coalesce(t.name, a.name, b.unlisted, CASE WHEN p.guest THEN 'Guest' ELSE '' END) AS organisation, b.job_title, b.state,
       app.moment_words(b.made) AS made_words,
       app.booking_words(b.state, b.ended_by) AS state_words,
       array_position(ARRAY['confirmed', 'offered', 'requested', 'waiting', 'declined', 'cancelled'], b.state) AS place,
       b.live, b.replaces AS came_from, (SELECT max(n.id) FROM lectern.booking n WHERE n.replaces = b.id) AS went_on,
       CASE b.state WHEN 'confirmed' THEN app.attendance_words(b.id) END AS attendance_words,
       nullif(b.manager_name, '') AS manager_name, b.manager_email,
       CASE WHEN b.live
            THEN (SELECT string_agg(n.details, '; ' ORDER BY n.kind)
                    FROM lectern.booking_need n WHERE n.booking = b.id) END AS needs
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
       b.id AS number, p.code, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name, p.phone,
       coalesce(p.email, p.guest_email) AS email, coalesce(a.name, b.unlisted, '') AS organisation, s.title, s.slug AS ref, app.day_words(s.starts) AS day_words,
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
       app.span_words(s.starts, s.ends) AS starts_words,
       CASE s.delivery WHEN 'virtual' THEN 'Online' WHEN 'hybrid' THEN v.town || ' or online' ELSE v.town END AS where_words,
       s.ends <= (SELECT lectern.clock()) AS over,
       s.starts > (SELECT lectern.clock())
           AND (s.starts AT TIME ZONE 'Europe/London')::date > ((SELECT lectern.clock()) AT TIME ZONE 'Europe/London')::date AS later,
       n.capacity, n.taken, n.waiting, s.min_numbers,
       (SELECT string_agg(concat_ws(' ', p.first_name, nullif(p.last_name, '')), ', ' ORDER BY d.position)
          FROM lectern.duty d JOIN lectern.person p ON p.id = d.person
         WHERE d.session = s.id AND d.kind = 'trainer') AS trainer_words,
       coalesce(g.state, 'open') AS register,
       CASE g.state WHEN 'signed_off' THEN 'Signed off ' || app.day_words(g.at)
                    WHEN 'corrected' THEN 'Corrected ' || app.day_words(g.at)
                    ELSE 'Not signed off' END AS register_words,
       array_to_string(s.notes, ' ') AS remarks, e.form IS NOT NULL AS has_form, e.open_to_public,
       EXISTS (SELECT FROM app.public_session q WHERE q.id = s.id) AS is_public
  FROM lectern.session s
  JOIN lectern.event e ON e.id = s.event
  JOIN app.session_places n ON n.session = s.id
  LEFT JOIN lectern.venue v ON v.id = s.venue
  LEFT JOIN lectern.register g ON g.session = s.id;
COMMENT ON COLUMN app.desk_session.later IS 'To come, and not today.';

CREATE VIEW app.result_trainer AS
SELECT u.person, d.session, d.ref, d.title, d.starts_words, d.starts
  FROM app.desk_session d
  JOIN lectern.duty u ON u.session = d.session AND u.kind = 'trainer'
 WHERE d.status = 'open' AND d.over AND d.has_form
   AND NOT EXISTS (SELECT FROM app.secret_from x WHERE x.session = u.session AND x.person = u.person);
COMMENT ON VIEW app.result_trainer IS 'Whose results a trainer may read.';

CREATE VIEW app.result_event AS
SELECT e.id, e.code, e.title FROM lectern.event e;

CREATE VIEW app.result_course AS
SELECT e.id, e.code, e.title, count(*) AS answers
  FROM app.result_response r
  JOIN lectern.session s ON s.id = r.session
  JOIN lectern.event e ON e.id = s.event
 WHERE NOT EXISTS (SELECT FROM app.secret_session x WHERE x.session = s.id AND x.review IS DISTINCT FROM e.review)
 GROUP BY e.id, e.code, e.title;

-- The parts of sessions by day, for the desk's list of today.
CREATE VIEW app.desk_part AS
SELECT s.id AS session, s.slug AS ref, s.title, s.status = 'cancelled' AS cancelled, q.number AS part, q.starts,
       (q.starts AT TIME ZONE 'Europe/London')::date - ((SELECT lectern.clock()) AT TIME ZONE 'Europe/London')::date AS days,
       app.clock_words(q.starts) || ' to ' || app.clock_words(q.ends) AS time_words,
       CASE s.delivery WHEN 'virtual' THEN 'Online' WHEN 'hybrid' THEN v.town || ' or online' ELSE v.town END AS where_words,
       (SELECT count(*) FROM lectern.booking b WHERE b.session = s.id AND b.state = 'confirmed') AS expected,
       (SELECT count(*) FROM lectern.booking b JOIN lectern.booking_need n ON n.booking = b.id AND n.kind = 'access'
         WHERE b.session = s.id AND b.state = 'confirmed') AS needs
  FROM lectern.session s
  JOIN lectern.part q ON q.session = s.id
  LEFT JOIN lectern.venue v ON v.id = s.venue
 WHERE s.status <> 'draft';

CREATE VIEW app.desk_register AS
SELECT d.session, d.ref, d.title, d.starts_words, d.trainer_words, d.ends, d.taken
  FROM app.desk_session d
 WHERE d.status = 'open' AND d.over AND d.register = 'open'
   AND EXISTS (SELECT FROM lectern.booking b WHERE b.session = d.session AND b.state = 'confirmed');
COMMENT ON VIEW app.desk_register IS 'Sessions that are over and whose register nobody has signed off.';

CREATE VIEW app.desk_mail AS
SELECT m.id AS mail, app.kind_of_mail(m.kind) AS kind_words, m.address, m.state, m.made, m.attempts,
       app.moment_words(m.made) AS made_words, app.moment_words(m.finished) AS finished_words,
       CASE WHEN m.state = 'queued' AND m.attempts > 0 THEN app.moment_words(m.due) END AS next_words,
       nullif(m.reply, '') AS reply, p.code, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name,
       NOT EXISTS (SELECT FROM app.secret_session x WHERE x.session = s.id) AS open,
       m.booking, s.id AS session, s.slug AS ref, s.title,
       CASE WHEN m.state IN ('queued', 'to_post') AND app.is_held(m.id) THEN 'Waits until it is published' ELSE CASE m.state WHEN 'refused' THEN 'Refused' WHEN 'bounced' THEN 'Came back' WHEN 'sent' THEN 'Sent'
                    WHEN 'dropped' THEN 'Not sent'
                    WHEN 'to_post' THEN 'To post' WHEN 'posted' THEN 'Posted' WHEN 'sending' THEN 'On its way'
                    ELSE CASE WHEN m.attempts > 0 THEN 'Tried ' || m.attempts || CASE m.attempts WHEN 1 THEN ' time' ELSE ' times' END
                              ELSE 'Waiting to be sent' END END END AS state_words,
       m.state IN ('refused', 'bounced')
       OR m.state IN ('queued', 'sending') AND (m.attempts >= 3 OR m.due < (SELECT lectern.clock()) - interval '15 minutes')
          AND NOT app.is_held(m.id) AS trouble
  FROM lectern.mail m
  LEFT JOIN lectern.person p ON p.id = m.person
  LEFT JOIN lectern.booking b ON b.id = m.booking
  LEFT JOIN lectern.session s ON s.id = coalesce(m.session, b.session);
COMMENT ON COLUMN app.desk_mail.trouble IS 'Refused, come back, tried three times, or untouched for a quarter of an hour.';

CREATE VIEW app.desk_mail_count AS
SELECT (SELECT count(*) FROM app.desk_mail m WHERE m.trouble AND m.open) AS trouble,
       (SELECT count(*) FROM app.desk_mail m WHERE m.state IN ('queued', 'sending') AND m.open) AS queued,
       (SELECT count(*) FROM lectern.mail m WHERE m.state = 'sent' AND m.finished > (SELECT lectern.clock()) - interval '7 days'
           AND NOT EXISTS (SELECT FROM app.secret_session x WHERE x.session = m.session)) AS sent;
COMMENT ON VIEW app.desk_mail_count IS 'Without those about a review that is not published: a count would tell.';

-- What the audit trail knows of, found by skipping along its index.
CREATE VIEW app.audit_act AS
WITH RECURSIVE seen AS (
    (SELECT act FROM lectern.audit ORDER BY act LIMIT 1)
    UNION ALL
    SELECT (SELECT u.act FROM lectern.audit u WHERE u.act > seen.act ORDER BY u.act LIMIT 1)
      FROM seen WHERE seen.act IS NOT NULL
)
SELECT act, app.act_words(act) AS words FROM seen WHERE act IS NOT NULL;

CREATE VIEW app.desk_unlisted AS
SELECT p.code, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name, p.unlisted, p.email,
       app.day_words(p.created) AS since
  FROM lectern.person p
 WHERE p.unlisted IS NOT NULL AND p.agency IS NULL AND p.status IN ('active', 'long_leave');

CREATE VIEW app.desk_setting AS
SELECT t.id AS setting, t.name, a.name AS agency,
       (SELECT count(*) FROM lectern.person p WHERE p.setting = t.id) AS people
  FROM lectern.setting t
  JOIN lectern.agency a ON a.id = t.agency
 WHERE t.provisional AND t.active;
COMMENT ON VIEW app.desk_setting IS 'Workplaces as somebody typed them, until a coordinator has looked.';

-- The other workplaces of the organisation of a provisional one.
CREATE VIEW app.desk_setting_known AS
SELECT t.id AS setting, o.name
  FROM lectern.setting t
  JOIN lectern.setting o ON o.agency = t.agency AND o.active AND NOT o.provisional
 WHERE t.provisional;

CREATE VIEW app.desk_answer AS
SELECT a.response, q.code, q.words AS question, a.words, s.slug AS ref, s.title
  FROM lectern.answer a
  JOIN lectern.question q ON q.id = a.question AND q.in_statistics
  JOIN lectern.response r ON r.id = a.response
  JOIN lectern.session s ON s.id = r.session
 WHERE a.words <> '';

CREATE VIEW app.desk_agency AS
SELECT a.code, a.name FROM lectern.agency a WHERE a.active;

CREATE VIEW app.desk_past AS
SELECT x.person, coalesce(e.title, x.equivalent) AS title, to_char(x.held, 'FMDD FMMonth YYYY') AS held_words, x.held, x.hours
  FROM lectern.past_attendance x
  LEFT JOIN lectern.event e ON e.id = x.event
 WHERE NOT EXISTS (SELECT FROM app.secret_event y WHERE y.event = x.event);

CREATE VIEW app.audit_line AS
SELECT u.id, u.at, u.person, to_char(u.at AT TIME ZONE 'Europe/London', 'FMDD Mon YYYY, HH24:MI:SS') AS at_words,
       coalesce(nullif(concat_ws(' ', p.first_name, p.last_name), ''), 'The system') AS who, p.code AS who_code,
       u.act, app.act_words(u.act) AS act_words, u.object, app.object_words(u.object) AS object_words,
       CASE WHEN u.object LIKE 'person %' THEN '/manage/people/' || substr(u.object, 8)
            WHEN u.object LIKE 'session %' THEN '/manage/sessions/' || substr(u.object, 9)
            WHEN u.object LIKE 'booking %' THEN '/manage/bookings/' || substr(u.object, 9) END AS href,
       app.audit_words(u.detail) AS detail, u.detail::text AS told
  FROM lectern.audit u
  LEFT JOIN lectern.person p ON p.id = u.person;

CREATE VIEW app.statement_page AS
SELECT t.slug, t.title, t.body, t.version, t.changed, app.day_words(t.changed) AS changed_words,
       concat_ws(' ', p.first_name, p.last_name) AS changed_by,
       t.changed < (SELECT lectern.clock()) - interval '12 months' AS old
  FROM lectern.statement t
  LEFT JOIN lectern.person p ON p.id = t.by;
COMMENT ON COLUMN app.statement_page.old IS 'Not looked at for a year: the regulations ask for a review.';

-- What waits for a person beside the alerts: place is the order of kinds.
CREATE VIEW app.desk_task AS
SELECT 1 AS place, m.made AS since, m.kind_words || ' to ' || coalesce(nullif(m.name, ''), m.address) || ': ' || lower(m.state_words) AS words,
       m.reply AS detail, '/manage/mail' AS go_path, 'Look at it' AS go_words, m.state IN ('refused', 'bounced') AS urgent, NULL::bigint AS session
  FROM (SELECT kind_words, name, address, state_words, reply, state, made FROM app.desk_mail WHERE trouble AND open ORDER BY mail DESC LIMIT 3) AS m
 UNION ALL
SELECT 2, g.ends, 'Register not signed off: ' || g.title, concat_ws('. ', g.starts_words, g.trainer_words),
       '/door/' || g.ref || '/register', 'Open the register', g.ends < (SELECT lectern.clock()) - interval '7 days', g.session
  FROM app.desk_register g
 UNION ALL
SELECT 3, (SELECT lectern.clock()), u.unlisted || ' is not on our list', u.name || ', ' || u.since,
       '/manage/people/' || u.code, 'Choose the organisation', false, NULL
  FROM app.desk_unlisted u
 UNION ALL
SELECT 3, (SELECT lectern.clock()), 'New workplace: ' || t.name, t.agency || ', ' || t.people || CASE t.people WHEN 1 THEN ' person' ELSE ' people' END,
       '/manage/settings/' || t.setting, 'Look at the name', false, NULL
  FROM app.desk_setting t
 UNION ALL
SELECT 4, t.changed, t.title || ' has not been looked at for a year', 'Last changed ' || t.changed_words,
       '/manage/texts/' || t.slug, 'Read it again', false, NULL
  FROM app.statement_page t
 WHERE t.old
 UNION ALL
SELECT 3, min(m.made), concat_ws(', ', nullif(count(*) FILTER (WHERE NOT p.guest), 0) || CASE count(*) FILTER (WHERE NOT p.guest) WHEN 1 THEN ' letter to post' ELSE ' letters to post' END,
                                 nullif(count(*) FILTER (WHERE p.guest), 0) || CASE count(*) FILTER (WHERE p.guest) WHEN 1 THEN ' guest to ring' ELSE ' guests to ring' END),
       'For people without an email address', '/manage/post', 'Post and ring', min(m.made) < (SELECT lectern.clock()) - interval '3 days', NULL
  FROM lectern.mail m JOIN lectern.person p ON p.id = m.person
 WHERE m.state = 'to_post' AND NOT EXISTS (SELECT FROM app.secret_session x WHERE x.session = m.session)
HAVING count(*) > 0
 UNION ALL
SELECT 2, min(c.made), count(*) || CASE count(*) WHEN 1 THEN ' charge to decide' ELSE ' charges to decide' END, 'Late cancellations and registers',
       '/manage/charges', 'Decide', false, NULL
  FROM lectern.charge c JOIN lectern.booking b ON b.id = c.booking
 WHERE c.state = 'proposed' AND NOT EXISTS (SELECT FROM app.secret_session x WHERE x.session = b.session) HAVING count(*) > 0
 UNION ALL
SELECT 1, min(c.made), count(*) || CASE count(*) WHEN 1 THEN ' charge is questioned' ELSE ' charges are questioned' END, 'Somebody stated the case',
       '/manage/charges?which=disputed', 'Read it', false, NULL
  FROM lectern.charge c JOIN lectern.booking b ON b.id = c.booking
 WHERE c.state = 'disputed' AND NOT EXISTS (SELECT FROM app.secret_session x WHERE x.session = b.session) HAVING count(*) > 0;
