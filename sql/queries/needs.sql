-- needs_seen(person int, ref text)
-- The session whose needs somebody may see; the look is kept in the audit trail.
SELECT n.session FROM app.see_needs(:person, :ref) AS n (session) WHERE n.session IS NOT NULL;

-- needs_list(session int)
-- Its needs, those that nobody has arranged first.
SELECT n.number, n.code, n.name, n.kind, n.kind_words, n.details, n.state, n.state_words, n.note, n.late,
       n.booking_state, n.booking_words
  FROM app.session_need n
 WHERE n.session = :session
 ORDER BY n.kind, n.state <> 'new', lower(n.last_name), lower(n.first_name), n.number;

-- needs_totals(session int)
-- What is left of needs that were deleted.
SELECT t.kind_words, t.n, t.met, t.not_met FROM app.need_sum t WHERE t.session = :session ORDER BY t.kind_words;

-- needs_set(actor int, ref text, booking int, kind text, state text, note text)
-- How far a need is.
SELECT s.outcome FROM app.set_need(:actor, :ref, :booking, :kind, :state, :note) AS s;

-- needs_catering(session int)
-- How many eat what, without names.
SELECT c.details, c.n FROM app.caterer_line c WHERE c.session = :session ORDER BY c.n DESC, c.details;

-- needs_late(ref text)
-- What can hardly be arranged any more.
SELECT app.needs_too_late(:ref) AS words;

-- add_person(actor int, agency text, person json)
-- Register somebody.
SELECT n.outcome, n.code FROM app.new_person(:actor, :agency, :person) AS n;

-- add_people(actor int, q text)
-- Whom the words fit and who could be added: a guest is known for one date only.
SELECT p.code, p.name, p.email, p.phone, p.job_title, p.agency, coalesce(p.setting, p.unlisted) AS setting, p.status
  FROM app.find_people(:actor, :q) AS f
  JOIN app.desk_person p ON p.person = f.person AND NOT p.guest
 ORDER BY p.name, p.code;

-- add_late(actor int, ref text, code text, mode text, why text, seed bytea, ticket_key int, ticket bytea, typed bytea)
-- Add somebody to a date, beyond the places there are.
SELECT a.outcome, a.booking
  FROM app.add_late(:actor, :ref, :code, nullif(:mode, ''), :why, :seed, :ticket_key::int, :ticket, :typed) AS a;

-- desk_ticket(number int)
-- What a paper ticket is made from.
SELECT b.name, b.title, b.starts_words, app.place_words(b.session) AS place, k.seed, k.key, k.version,
       k.number IS NOT NULL AND NOT b.past AS has_ticket
  FROM app.desk_booking b
  LEFT JOIN app.my_ticket k ON k.number = b.number
 WHERE b.number = :number;
