-- Charges as the desk reads them.

CREATE VIEW app.charge_ready AS
SELECT c.id AS charge, b.agency, d.day, q.words AS period, q.last, c.amount + c.extra AS pence,
       coalesce(b.purchase_order, app.order_on(b.agency, (s.starts AT TIME ZONE 'Europe/London')::date)) AS purchase_order
  FROM lectern.charge c
  JOIN lectern.booking b ON b.id = c.booking
  JOIN lectern.session s ON s.id = b.session
 CROSS JOIN LATERAL (SELECT (CASE c.kind WHEN 'credit' THEN c.made ELSE s.ends END AT TIME ZONE 'Europe/London')::date AS day) AS d
 CROSS JOIN LATERAL app.invoice_period(b.invoice_period, d.day) AS q
 WHERE c.state = 'confirmed' AND c.deadline <= (SELECT lectern.clock())
   AND NOT EXISTS (SELECT FROM app.secret_session x WHERE x.session = s.id);
COMMENT ON VIEW app.charge_ready IS 'What may go out: confirmed, undisputed, and past its time for questions.';

CREATE VIEW app.charge_line AS
SELECT c.id AS charge, c.booking AS number, c.kind, c.state, c.made, c.batch, b.session, s.slug AS ref, s.title, s.ref AS full_ref,
       app.day_words(s.starts) AS date_words, (s.starts AT TIME ZONE 'Europe/London')::date AS day,
       p.code, concat_ws(' ', p.first_name, nullif(p.last_name, '')) AS name,
       coalesce(t.name, a.name, b.unlisted, '') AS organisation, coalesce(a.name, b.unlisted, '') AS agency,
       CASE c.kind WHEN 'late_cancellation' THEN 'Late cancellation' WHEN 'no_show' THEN 'Did not attend'
                   WHEN 'late_arrival' THEN 'Came late' WHEN 'left_early' THEN 'Left early'
                   WHEN 'fee' THEN 'Fee for the place' ELSE 'Credit' END AS kind_words,
       CASE c.state WHEN 'proposed' THEN 'To decide' WHEN 'disputed' THEN 'Case stated' WHEN 'confirmed' THEN 'Confirmed'
                    WHEN 'waived' THEN 'Waived' WHEN 'batched' THEN 'On a statement' WHEN 'credited' THEN 'Given back'
                    ELSE 'Withdrawn' END AS state_words,
       c.because, c.amount + c.extra AS pence, app.money_words(c.amount + c.extra) AS amount_words,
       CASE WHEN c.extra > 0 THEN app.money_words(c.extra) || ' of it for ' || c.extra_for END AS extra_words,
       c.stated, app.moment_words(c.stated_at) AS stated_words,
       CASE WHEN c.kind NOT IN ('fee', 'credit') THEN app.moment_words(c.deadline) END AS deadline_words,
       c.deadline > (SELECT lectern.clock()) AS questionable,
       c.state IN ('proposed', 'disputed') AS open, o.extra_costs,
       o.terms || ' ' || o.version AS terms_version, w.name AS terms_name,
       coalesce(n.purchase_order, b.purchase_order, '') AS purchase_order,
       EXISTS (SELECT FROM app.secret_session x WHERE x.session = s.id) AS secret
  FROM lectern.charge c
  JOIN lectern.booking b ON b.id = c.booking
  JOIN lectern.session s ON s.id = b.session
  JOIN lectern.person p ON p.id = b.person
  JOIN lectern.policy o ON o.id = b.policy
  JOIN lectern.terms w ON w.code = o.terms
  LEFT JOIN lectern.agency a ON a.id = b.agency
  LEFT JOIN lectern.setting t ON t.id = b.setting
  LEFT JOIN lectern.batch n ON n.id = c.batch;

CREATE VIEW app.charge_past AS
SELECT h.charge, h.id, app.moment_words(h.at) AS at_words, h.why,
       CASE h.state WHEN 'proposed' THEN 'Proposed' WHEN 'disputed' THEN 'Case stated' WHEN 'confirmed' THEN 'Confirmed'
                    WHEN 'waived' THEN 'Waived' WHEN 'batched' THEN 'Put on a statement' WHEN 'credited' THEN 'Given back'
                    ELSE 'Withdrawn' END AS state_words,
       coalesce(nullif(concat_ws(' ', p.first_name, p.last_name), ''),
                CASE h.state WHEN 'disputed' THEN 'By the link of the mail' ELSE 'The system' END) AS who
  FROM lectern.charge_history h
  LEFT JOIN lectern.person p ON p.id = h.person;

-- What could become a statement, by organisation, period and purchase order.
CREATE VIEW app.charge_due AS
SELECT a.code, coalesce(a.name, 'Organisations that are not on the list') AS agency, r.period, r.last, count(*) AS charges,
       app.money_words(sum(r.pence)) AS amount_words, r.purchase_order,
       a.purchase_order_required AND r.purchase_order IS NULL AS needs_order,
       r.last >= ((SELECT lectern.clock()) AT TIME ZONE 'Europe/London')::date AS running
  FROM app.charge_ready r
  LEFT JOIN lectern.agency a ON a.id = r.agency
 GROUP BY a.id, r.period, r.last, r.purchase_order;

-- How organisations are invoiced, and their purchase orders.
CREATE VIEW app.invoicing AS
SELECT a.code, a.name, coalesce(a.invoice_period, 'monthly') AS period,
       CASE a.invoice_period WHEN 'termly' THEN 'Once a term' WHEN 'quarterly' THEN 'Every three months' ELSE 'Every month' END AS period_words,
       a.purchase_order_required AS needed, a.post, a.version, o.number, to_char(o.last, 'FMDD FMMonth YYYY') AS last_words,
       a.purchase_order_required AND o.number IS NULL AS missing
  FROM lectern.agency a
  LEFT JOIN lectern.purchase_order o ON o.agency = a.id AND ((SELECT lectern.clock()) AT TIME ZONE 'Europe/London')::date BETWEEN o.first AND o.last
 WHERE a.active OR EXISTS (SELECT FROM lectern.booking b JOIN lectern.charge c ON c.booking = b.id WHERE b.agency = a.id);

CREATE VIEW app.order_line AS
SELECT o.id, a.code, o.number, o.first, to_char(o.first, 'FMDD FMMonth YYYY') AS first_words, to_char(o.last, 'FMDD FMMonth YYYY') AS last_words,
       (SELECT count(*) FROM lectern.booking b WHERE b.agency = a.id AND b.purchase_order = o.number) AS bookings
  FROM lectern.purchase_order o
  JOIN lectern.agency a ON a.id = o.agency;

CREATE VIEW app.batch_line AS
SELECT b.id AS batch, coalesce(a.name, 'Organisations that are not on the list') AS agency, b.period, b.purchase_order,
       a.training_contact, nullif(a.post, '') AS post, app.day_words(b.made) AS made_words, b.made, count(c.id) AS charges,
       app.money_words(coalesce(sum(c.amount + c.extra), 0)) AS amount_words
  FROM lectern.batch b
  LEFT JOIN lectern.agency a ON a.id = b.agency
  LEFT JOIN lectern.charge c ON c.batch = b.id
 GROUP BY b.id, a.id;

-- What person and manager see: the newest charge of the booking.
CREATE VIEW app.charge_case AS
SELECT DISTINCT ON (l.number) l.number AS booking, l.name, l.title, l.date_words, l.because, l.amount_words, l.extra_words, l.deadline_words,
       l.stated, l.state, l.state IN ('proposed', 'confirmed', 'disputed') AND l.questionable AS may_state,
       l.state IN ('waived', 'withdrawn', 'credited') AS settled_free, l.state IN ('confirmed', 'batched') AS upheld, l.terms_name,
       (SELECT nullif(h.why, '') FROM lectern.charge_history h
         WHERE h.charge = l.charge AND h.state IN ('waived', 'confirmed', 'credited', 'withdrawn') ORDER BY h.id DESC LIMIT 1) AS note
  FROM app.charge_line l
 WHERE l.kind NOT IN ('fee', 'credit') AND NOT l.secret
 ORDER BY l.number, l.charge DESC;

CREATE VIEW app.my_charge AS
SELECT c.booking, c.name, c.title, c.date_words, c.because, c.amount_words, c.extra_words, c.deadline_words, c.stated, c.state, c.may_state,
       c.settled_free, c.upheld, c.terms_name, c.note, b.person, b.session
  FROM app.charge_case c
  JOIN lectern.booking b ON b.id = c.booking;
COMMENT ON VIEW app.my_charge IS 'The same for who is signed in; every statement that reads it names the person.';

CREATE VIEW app.terms_line AS
SELECT w.code, w.name, w.source, w.retired, o.id AS policy, o.version, app.day_words(o.made) AS made_words,
       o.terms = r.terms AS standard,
       (SELECT count(*) FROM lectern.booking b WHERE b.policy = o.id) AS bookings,
       (SELECT count(*) FROM lectern.session s JOIN lectern.event e ON e.id = s.event
         WHERE coalesce(s.terms, e.terms) = w.code AND s.starts > (SELECT lectern.clock()) AND s.status <> 'cancelled') AS dates,
       app.notice_words(o) AS notice_words, app.document_words(o.id) AS amount_words,
       row_number() OVER (PARTITION BY w.code ORDER BY o.version DESC) = 1 AS newest
  FROM lectern.terms w
  JOIN lectern.policy o ON o.terms = w.code
 CROSS JOIN lectern.rule r;

CREATE VIEW app.terms_form AS
SELECT DISTINCT ON (w.code) w.code, w.name, w.source, o.version, o.notice, o.unit, to_char(o.until, 'HH24:MI') AS until, o.share,
       app.tier_lines(o.id) AS tiers, app.amount_lines(o.id) AS amounts, o.brief_minutes, o.half_minutes, o.per_day,
       o.grace_half, o.grace_day, o.left_counts, o.swap_free, o.transfer_free, o.fee_due, o.extra_costs, o.case_days, o.excuses
  FROM lectern.terms w
  JOIN lectern.policy o ON o.terms = w.code
 ORDER BY w.code, o.version DESC;

CREATE VIEW app.excuse_line AS
SELECT x.code, x.words, x.position FROM lectern.excuse x;

CREATE VIEW app.charging_class_line AS
SELECT c.code, c.name FROM lectern.charging_class c;

CREATE VIEW app.charge_date AS
SELECT s.id AS session, s.slug AS ref, s.title, app.span_words(s.starts, s.ends) AS starts_words, w.name AS terms_name,
       app.notice_words(o) AS notice_words, app.document_words(o.id) AS amount_words, s.no_charges
  FROM lectern.session s
  LEFT JOIN lectern.policy o ON o.id = app.policy_of(s.id)
  LEFT JOIN lectern.terms w ON w.code = o.terms;
