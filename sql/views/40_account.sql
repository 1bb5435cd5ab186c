-- Accounts: what signing in asks, and what people see of themselves.

CREATE VIEW app.account_password AS
SELECT p.id AS person, p.email, p.password
  FROM lectern.person p
 WHERE p.email IS NOT NULL AND p.status <> 'closed';
COMMENT ON VIEW app.account_password IS 'The hash to compare with at sign-in; those who left their post still reach their own record.';

CREATE VIEW app.account AS
SELECT p.id AS person, p.code, p.first_name, p.last_name, p.email, p.job_title,
       a.code AS agency, a.name AS agency_name, s.name AS setting, p.unlisted,
       p.manager_name, p.manager_email, p.phone, p.status, p.version,
       app.day_words(p.created) AS since
  FROM lectern.person p
  LEFT JOIN lectern.agency a ON a.id = p.agency
  LEFT JOIN lectern.setting s ON s.id = p.setting
 WHERE p.status <> 'closed';
COMMENT ON VIEW app.account IS 'A person as the person sees it; always asked WHERE person = the one signed in.';

CREATE VIEW app.account_login AS
SELECT l.person, l.id AS login, l.device, l.seen,
       app.moment_words(l.started) AS started_words,
       app.moment_words(l.seen) AS seen_words
  FROM lectern.login l
  JOIN lectern.person p ON p.id = l.person
 WHERE l.expires > (SELECT lectern.clock())
   AND l.seen > (SELECT lectern.clock()) - app.login_idle(p.coordinator OR p.administrator);
COMMENT ON VIEW app.account_login IS 'Logins that are still good, without their tokens.';

CREATE VIEW app.account_booking AS
SELECT b.person, b.id AS booking, s.title, s.slug, app.moment_words(s.starts) AS session_starts
  FROM lectern.booking b
  JOIN lectern.session s ON s.id = b.session
 WHERE b.live AND s.starts > (SELECT lectern.clock())
   AND NOT EXISTS (SELECT FROM app.secret_from x WHERE x.session = b.session AND x.person = b.person);
COMMENT ON VIEW app.account_booking IS 'What closing an account would give up.';

CREATE VIEW app.agency_choice AS
SELECT a.code, a.name
  FROM lectern.agency a
 WHERE a.active;
COMMENT ON VIEW app.agency_choice IS 'Organisations that somebody who registers may choose.';

CREATE VIEW app.setting_choice AS
SELECT s.name, a.code AS agency, a.short_name AS agency_name
  FROM lectern.setting s
  JOIN lectern.agency a ON a.id = s.agency
 WHERE a.active AND s.active AND NOT s.provisional;
COMMENT ON VIEW app.setting_choice IS 'Settings to suggest: those somebody has looked at.';
