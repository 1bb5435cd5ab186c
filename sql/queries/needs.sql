-- needs_seen(person int, ref text)
-- The session whose needs somebody may see; the look is kept in the audit trail.
SELECT n.session FROM app.see_needs(:person, :ref) AS n (session) WHERE n.session IS NOT NULL;

-- needs_list(session int)
-- Its needs, those that nobody has arranged first.
SELECT n.number, n.need, n.code, n.name, n.kind, n.kind_words, n.details, n.state, n.state_words, n.note, n.late,
       n.booking_state, n.booking_words
  FROM app.session_need n
 WHERE n.session = :session
 ORDER BY n.kind, n.state <> 'new', lower(n.last_name), lower(n.first_name), n.number;

-- needs_steps(session int)
-- What was done about each of them.
SELECT h.need, h.words, h.at_words, h.who FROM app.need_step h WHERE h.session = :session ORDER BY h.need, h.id DESC;

-- needs_totals(session int)
-- What is left of needs that were deleted.
SELECT t.kind_words, t.n, t.met, t.not_met FROM app.need_sum t WHERE t.session = :session ORDER BY t.kind_words;

-- needs_set(actor int, ref text, booking int, kind text, state text, note text)
-- How far a need is.
SELECT s.outcome FROM app.set_need(:actor, :ref, :booking, :kind, :state, :note) AS s;

-- needs_several(actor int, ref text, needs textarray, state text, note text)
-- How far several are.
SELECT s.outcome FROM app.set_needs(:actor, :ref, :needs, :state, :note) AS s;

-- needs_met(actor int, ref text, booking int, state text)
-- Whether an access need was met, says the trainer.
SELECT s.outcome FROM app.set_need(:actor, :ref, :booking, 'access', :state, NULL) AS s;

-- needs_prepare(session int)
-- What the trainer has to see to: access needs of those with a place.
SELECT n.number, n.name, n.details, n.state, n.state_words, n.note
  FROM app.session_need n
 WHERE n.session = :session AND n.kind = 'access' AND n.booking_state = 'confirmed'
 ORDER BY lower(n.last_name), lower(n.first_name), n.number;

-- needs_mine(person int, number int)
-- What somebody needs on a date of theirs.
SELECT n.kind, n.kind_words, n.details, n.state, n.state_words
  FROM app.my_need n WHERE n.person = :person AND n.number = :number ORDER BY n.kind;

-- needs_typed(person int, number int)
-- The same as the form holds it.
SELECT coalesce(max(n.details) FILTER (WHERE n.kind = 'access'), '') AS access_needs,
       coalesce(max(n.details) FILTER (WHERE n.kind = 'diet'), '') AS dietary_needs
  FROM app.my_need n WHERE n.person = :person AND n.number = :number;

-- needs_change(person int, number int, access text, diet text)
-- Say anew what one needs.
SELECT c.outcome FROM app.change_needs(:person, :number, :access, :diet) AS c;

-- need_kinds()
-- What takes time to arrange.
SELECT k.code, k.label, array_to_string(k.words, ', ') AS words, k.days, k.is_diet
  FROM app.edit_need_kind k ORDER BY k.days DESC, k.label;

-- need_kind_form(code text)
-- One of them, as its form holds it.
SELECT f.key AS name, app.field_text(f.value) AS value
  FROM app.edit_need_kind k CROSS JOIN LATERAL jsonb_each(to_jsonb(k)) AS f
 WHERE k.code = :code;

-- need_kind_make(by int, fields json)
-- A new one, unless there is one of that name.
INSERT INTO lectern.need_kind (code, label, words, days, by)
SELECT left(trim(regexp_replace(lectern.fold(f.label), '[^a-z0-9]+', '_', 'g'), '_'), 60), f.label, app.lines(f.words), f.days, :by
  FROM jsonb_to_record(:fields) AS f (label text, words text, days int)
    ON CONFLICT DO NOTHING
RETURNING code;

-- need_kind_change(by int, code text, version int, fields json)
-- Save it over the version that was read; no row: somebody was quicker.
UPDATE lectern.need_kind k
   SET label = f.label, words = app.lines(f.words), days = f.days, version = k.version + 1, changed = lectern.clock(), by = :by
  FROM jsonb_to_record(:fields) AS f (label text, words text, days int)
 WHERE k.code = :code AND k.version = :version
RETURNING k.version;

-- needs_catering(session int)
-- How many eat what, without names.
SELECT c.details, c.n FROM app.caterer_line c WHERE c.session = :session ORDER BY c.n DESC, c.details;

-- needs_guests(session int)
-- How many are in the room, and how many of them eat anything.
SELECT count(*) AS room, count(*) FILTER (WHERE NOT g.special) AS plain FROM app.caterer_guest g WHERE g.session = :session;

-- needs_late(ref text)
-- What can hardly be arranged any more.
SELECT app.needs_too_late(:ref) AS words;

-- add_person(actor int, agency text, person json, key uuid, fields bytea)
-- Register somebody.
SELECT n.outcome, n.code FROM app.new_person(:actor, :agency, :person, :key, :fields) AS n;

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
