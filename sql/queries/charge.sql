-- charge_list(which text, session int, page int)
-- Charges of one kind of state, the oldest first where something is to be done.
SELECT l.charge, l.number, l.code, l.name, l.organisation, l.ref, l.title, l.date_words, l.kind_words, l.state, l.state_words,
       l.because, l.amount_words, l.extra_words, l.stated, l.stated_words, l.deadline_words, l.questionable, l.open,
       count(*) OVER () AS n
  FROM app.charge_line l
 WHERE (:session = 0 OR l.session = :session)
   AND NOT EXISTS (SELECT FROM app.hidden_sessions(:me) AS h WHERE h.session = l.session)
   AND CASE :which WHEN 'all' THEN true WHEN 'confirmed' THEN l.state = 'confirmed' WHEN 'disputed' THEN l.state = 'disputed'
                   WHEN 'settled' THEN l.state IN ('waived', 'withdrawn', 'batched', 'credited')
                   ELSE l.state = 'proposed' END
 ORDER BY CASE WHEN l.state IN ('proposed', 'disputed', 'confirmed') THEN l.charge ELSE -l.charge END
 LIMIT 50 OFFSET 50 * (:page - 1);

-- charge_counts()
-- How many are in which state.
SELECT count(*) FILTER (WHERE l.state = 'proposed') AS proposed, count(*) FILTER (WHERE l.state = 'disputed') AS disputed,
       count(*) FILTER (WHERE l.state = 'confirmed') AS confirmed
  FROM app.charge_line l
 WHERE l.state IN ('proposed', 'disputed', 'confirmed') AND NOT EXISTS (SELECT FROM app.hidden_sessions(:me) AS h WHERE h.session = l.session);

-- charge_show(charge int)
-- One of them.
SELECT l.charge, l.number, l.code, l.name, l.organisation, l.ref, l.title, l.date_words, l.kind, l.kind_words, l.state, l.state_words,
       l.because, l.amount_words, l.extra_words, l.stated, l.stated_words, l.deadline_words, l.questionable, l.open, l.batch,
       l.terms_name, l.terms_version, l.purchase_order,
       l.open OR l.state IN ('confirmed', 'batched') AND l.kind <> 'credit' AS can_waive, l.state = 'batched' AS gone_out,
       l.extra_costs AND l.state IN ('proposed', 'confirmed', 'disputed') AND l.kind NOT IN ('fee', 'credit') AS can_add
  FROM app.charge_line l WHERE l.charge = :charge;

-- charge_history(charge int)
-- What became of it.
SELECT p.at_words, p.state_words, p.why, p.who FROM app.charge_past p WHERE p.charge = :charge ORDER BY p.id;

-- charge_seen(actor int, charge int)
-- Note the look in the audit trail.
SELECT app.see_person(:actor, l.code) AS person FROM app.charge_line l WHERE l.charge = :charge;

-- charge_decide(actor int, charges textarray, waive bool, why text)
-- Confirm or waive.
SELECT o.outcome, o.decided
  FROM app.decide_charges(:actor, ARRAY(SELECT l.charge FROM app.charge_line l WHERE l.charge::text = ANY (:charges) AND app.may_read(:actor, l.session)), :waive, :why) AS o;

-- charge_shown(first int, last int)
-- Those to decide that a page shows, by its first and last.
SELECT coalesce(array_agg(l.charge), '{}')::text AS charges
  FROM app.charge_line l WHERE l.state = 'proposed' AND l.charge BETWEEN :first AND :last;

-- charge_costs(actor int, charge int, pence int, spent_for text)
-- Put what was spent on top.
SELECT o.outcome FROM app.add_costs(:actor, :charge, :pence::int, :spent_for) AS o;

-- charge_excuse(actor int, booking int, excuse text)
-- Note why somebody cannot come, or did not.
SELECT o.outcome FROM app.excuse_booking(:actor, :booking, :excuse) AS o;

-- charge_spare(actor int, ref text, why text)
-- Charge nobody for a date, or again.
SELECT o.outcome FROM app.spare_session(:actor, :ref, :why) AS o;

-- charge_date(ref text)
-- A date and its terms.
SELECT d.session, d.ref, d.title, d.starts_words, d.terms_name, d.notice_words, d.amount_words, d.no_charges
  FROM app.charge_date d WHERE d.ref = :ref;

-- charge_bookings(session int)
-- Whose place on a date is or was.
SELECT b.number, b.name, b.state_words
  FROM app.desk_booking b WHERE b.session = :session AND b.state IN ('confirmed', 'cancelled')
 ORDER BY lower(b.last_name), lower(b.first_name), b.number;

-- charge_excuses()
-- The reasons that may excuse.
SELECT x.code, x.words FROM app.excuse_line x ORDER BY x.position;

-- charge_due()
-- What could become a statement.
SELECT d.code, d.agency, d.period, d.last, d.charges, d.amount_words, d.purchase_order, d.needs_order, d.running
  FROM app.charge_due d ORDER BY d.last, d.agency;

-- charge_batch(actor int, agency text, upto date, purchase_order text)
-- Make a statement of it.
SELECT o.outcome, o.batch FROM app.make_batch(:actor, :agency, :upto, :purchase_order) AS o;

-- charge_batches(actor int)
-- Make those of all periods that are over.
SELECT o.outcome, o.made FROM app.make_batches(:actor) AS o;

-- batch_list(page int)
-- Statements, the newest first.
SELECT b.batch, b.agency, b.period, b.made_words, b.charges, b.amount_words, b.purchase_order, count(*) OVER () AS n
  FROM app.batch_line b ORDER BY b.batch DESC LIMIT 25 OFFSET 25 * (:page - 1);

-- batch_show(batch int)
-- One statement.
SELECT b.batch, b.agency, b.period, b.made_words, b.amount_words, b.purchase_order, b.training_contact, b.post
  FROM app.batch_line b WHERE b.batch = :batch;

-- batch_charges(batch int)
-- Its lines.
SELECT l.charge, l.number, l.name, l.organisation, CASE WHEN app.may_read(:me, l.session) THEN l.title ELSE 'Not public' END AS title,
       l.date_words, l.kind_words, l.because, l.amount_words, l.extra_words
  FROM app.charge_line l WHERE l.batch = :batch ORDER BY l.day, l.title, l.name, l.charge;

-- batch_sheet(batch int) stream
-- The same for a spreadsheet; amounts in pounds.
SELECT l.batch AS statement, l.charge, l.number AS booking, l.day AS date,
       CASE WHEN app.may_read(:me, l.session) THEN l.full_ref ELSE '' END AS session,
       CASE WHEN app.may_read(:me, l.session) THEN l.title ELSE 'Not public' END AS course, l.name,
       l.organisation, l.kind_words AS what, l.because, l.purchase_order, to_char(l.pence / 100.0, 'FM9999990.00') AS pounds
  FROM app.charge_line l WHERE l.batch = :batch ORDER BY l.day, l.title, l.name, l.charge;

-- charge_case(token bytea)
-- Behind the link of a mail.
SELECT c.booking, c.name, c.title, c.date_words, c.because, c.amount_words, c.extra_words, c.deadline_words, c.stated, c.state, c.may_state,
       c.settled_free, c.upheld, c.note, c.terms_name, k.by_manager
  FROM app.charge_link(:token) AS k
  JOIN app.charge_case c ON c.booking = k.booking;

-- charge_mine(person int, number int)
-- The same for one's own booking, signed in; 0: all that one owes or may question.
SELECT c.booking, c.name, c.title, c.date_words, c.because, c.amount_words, c.extra_words, c.deadline_words, c.stated, c.state, c.may_state,
       c.settled_free, c.upheld, c.note, c.terms_name, false AS by_manager
  FROM app.my_charge c
 WHERE c.person = :person AND (c.booking = :number OR :number = 0 AND NOT c.settled_free)
 ORDER BY c.booking DESC;

-- charge_state_mine(person int, number int, words text)
-- Say why it is wrong.
SELECT o.outcome FROM app.state_own_case(:person, :number, :words) AS o;

-- charge_state_case(token bytea, words text)
-- The person or the manager says why it is wrong.
SELECT o.outcome FROM app.state_case(:token, :words) AS o;

-- terms_list()
-- The newest version of each.
SELECT t.code, t.name, t.source, t.version, t.made_words, t.standard, t.bookings, t.dates, t.notice_words, t.amount_words
  FROM app.terms_line t WHERE t.newest ORDER BY t.standard DESC NULLS LAST, t.name;

-- terms_versions(code text)
-- All versions of one.
SELECT t.version, t.made_words, t.bookings, t.notice_words, t.amount_words FROM app.terms_line t WHERE t.code = :code ORDER BY t.version DESC;

-- terms_form(code text)
-- The newest version as its form holds it.
SELECT f.code, f.name, f.source, f.version, f.notice, f.unit, f.until, f.share, f.tiers, f.amounts, f.brief_minutes, f.half_minutes, f.per_day,
       f.grace_half, f.grace_day, f.left_counts, f.swap_free, f.transfer_free, f.fee_due, f.extra_costs, f.case_days
  FROM app.terms_form f WHERE f.code = :code;

-- terms_excuses(code text)
-- The reasons that may excuse, those of the newest version ticked.
SELECT x.code, x.words, x.code = ANY (coalesce((SELECT f.excuses FROM app.terms_form f WHERE f.code = :code), '{}')) AS checked
  FROM app.excuse_line x ORDER BY x.position;

-- terms_classes()
-- The classes of payers.
SELECT c.code, c.name FROM app.charging_class_line c ORDER BY c.code;

-- terms_make(actor int, version int, code text, name text, source text, notice text, unit text, until text, share int, tiers text, amounts text, brief_minutes int, half_minutes int, per_day bool, grace_half text, grace_day text, left_counts bool, swap_free bool, transfer_free bool, fee_due text, extra_costs bool, case_days int, excuses textarray)
-- Make a version.
SELECT o.outcome, o.version
  FROM app.make_terms(:actor, :version::int, jsonb_build_object(
           'code', :code, 'name', :name, 'source', :source, 'notice', nullif(:notice, '')::int, 'unit', :unit, 'until', nullif(:until, ''),
           'share', :share, 'tiers', app.read_tiers(:tiers), 'amounts', app.read_amounts(:amounts), 'brief_minutes', :brief_minutes,
           'half_minutes', :half_minutes, 'per_day', :per_day, 'grace_half', nullif(:grace_half, '')::int,
           'grace_day', nullif(:grace_day, '')::int, 'left_counts', :left_counts, 'swap_free', :swap_free,
           'transfer_free', :transfer_free, 'fee_due', :fee_due, 'extra_costs', :extra_costs, 'case_days', :case_days,
           'excuses', :excuses)) AS o;

-- terms_choose(actor int, code text)
-- What dates have that name none.
SELECT o.outcome FROM app.choose_terms(:actor, :code) AS o;
