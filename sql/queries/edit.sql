-- edit_saved(object text)
-- Who saved it last, and when.
SELECT s.by, s.at_words FROM app.edit_saved s WHERE s.object = :object ORDER BY s.id DESC LIMIT 1;

-- venue_list()
-- Venues, with their rooms counted.
SELECT v.code, v.name, v.town, v.online,
       (SELECT count(*) FROM app.edit_room r WHERE r.venue = v.code) AS rooms
  FROM app.edit_venue v
 ORDER BY v.online, v.name;

-- venue_rooms(venue text)
-- The rooms of a venue.
SELECT r.code, r.name, r.capacity, app.field_text(r.layouts) AS layouts
  FROM app.edit_room r
 WHERE r.venue = :venue
 ORDER BY r.name;

-- venue_form(code text)
-- What its form holds.
SELECT f.key AS name, app.field_text(f.value) AS value
  FROM app.edit_venue v CROSS JOIN LATERAL jsonb_each(to_jsonb(v)) AS f
 WHERE v.code = :code;

-- venue_change(code text, version int, by int, fields json)
-- Save it over the version that was read; no row: somebody was quicker.
UPDATE lectern.venue v
   SET name = f.name, town = f.town, address = f.address, postcode = f.postcode, access = app.lines(f.access),
       parking = f.parking, catering = f.catering, phone = f.phone, version = v.version + 1,
       changed = lectern.clock(), by = :by
  FROM jsonb_to_record(:fields) AS f (name text, town text, address text, postcode text, access text,
                                     parking text, catering text, phone text)
 WHERE v.code = :code AND v.version = :version
RETURNING v.version;

-- venue_make(by int, fields json)
-- A new one, unless there is one of that name in the town.
INSERT INTO lectern.venue (code, name, town, address, postcode, access, parking, catering, phone, by)
SELECT (SELECT 'V' || lpad((coalesce(max(substr(v.code, 2)::int), 0) + 1)::text, 2, '0')
          FROM app.edit_venue v WHERE v.code ~ '^V[0-9]{1,6}$'),
       f.name, f.town, f.address, f.postcode, app.lines(f.access), f.parking, f.catering, f.phone, :by
  FROM jsonb_to_record(:fields) AS f (name text, town text, address text, postcode text, access text,
                                     parking text, catering text, phone text)
 WHERE NOT EXISTS (SELECT FROM app.edit_venue v WHERE lower(v.name) = lower(f.name) AND lower(v.town) = lower(f.town))
    ON CONFLICT DO NOTHING
RETURNING code;

-- room_form(venue text, code text)
-- What its form holds.
SELECT f.key AS name, app.field_text(f.value) AS value
  FROM app.edit_room r CROSS JOIN LATERAL jsonb_each(to_jsonb(r)) AS f
 WHERE r.venue = :venue AND r.code = :code;

-- room_change(code text, version int, by int, fields json)
-- Save it over the version that was read; no row: somebody was quicker.
UPDATE lectern.room r
   SET name = f.name, capacity = f.capacity, layouts = app.pairs(f.layouts), version = r.version + 1,
       changed = lectern.clock(), by = :by
  FROM jsonb_to_record(:fields) AS f (name text, capacity int, layouts text)
 WHERE r.code = :code AND r.version = :version
RETURNING r.version;

-- room_make(venue text, by int, fields json)
-- A new one, unless the venue has one of that name.
INSERT INTO lectern.room (venue, code, name, capacity, layouts, by)
SELECT v.id, v.code || '-' || (SELECT coalesce(max(substr(r.code, length(v.code) + 2)::int), 0) + 1
                                 FROM app.edit_room r WHERE r.venue = v.code AND r.code ~ '-[0-9]{1,6}$'),
       f.name, f.capacity, app.pairs(f.layouts), :by
  FROM app.edit_venue v
 CROSS JOIN jsonb_to_record(:fields) AS f (name text, capacity int, layouts text)
 WHERE v.code = :venue AND NOT EXISTS (SELECT FROM app.edit_room r WHERE r.venue = v.code AND lower(r.name) = lower(f.name))
    ON CONFLICT DO NOTHING
RETURNING code;

-- trainer_list(me int)
-- Trainers, those in use first, with the dates to come that they lead counted.
SELECT t.code, t.name, t.organisation, t.email, t.phone, t.commissioned, t.retired, t.account,
       (SELECT count(*) FROM app.trainer_ahead a WHERE a.code = t.code AND a.session NOT IN (SELECT h.session FROM app.hidden_sessions(:me) AS h)) AS ahead
  FROM app.edit_trainer t
 ORDER BY t.retired, t.name, t.code;

-- trainer_dates(me int, code text)
-- What one of them leads from now on.
SELECT a.ref, a.title, a.starts_words FROM app.trainer_ahead a
 WHERE a.code = :code AND a.session NOT IN (SELECT h.session FROM app.hidden_sessions(:me) AS h)
 ORDER BY a.starts;

-- trainer_form(code text)
-- What its form holds.
SELECT f.key AS name, app.field_text(f.value) AS value
  FROM app.edit_trainer t CROSS JOIN LATERAL jsonb_each(to_jsonb(t)) AS f
 WHERE t.code = :code;

-- trainer_make(actor int, fields json)
-- A new one.
SELECT m.outcome, m.code FROM app.make_trainer(:actor, :fields) AS m;

-- trainer_change(actor int, code text, version int, fields json)
-- Save it over the version that was read.
SELECT c.outcome FROM app.change_trainer(:actor, :code, :version::int, :fields) AS c;

-- standing_list()
-- The standing checklist.
SELECT i.item, i.words, i.for_words, i.when_words FROM app.edit_standing i ORDER BY i.position, i.item;

-- standing_form(item int)
-- What the form of an item holds.
SELECT f.key AS name, app.field_text(f.value) AS value FROM jsonb_each(app.standing_form(:item)) AS f;

-- standing_put(actor int, item int, version int, fields json, remove bool)
-- Save one, or take it out.
SELECT p.outcome FROM app.put_standing(:actor, nullif(:item, 0), :version::int, :fields, :remove) AS p;

-- standing_move(actor int, item int)
-- One place up.
SELECT m.outcome FROM app.move_standing(:actor, :item) AS m;

-- rule_form()
-- What the form of the figures holds.
SELECT f.key AS name, app.field_text(f.value) AS value
  FROM app.edit_rule r CROSS JOIN LATERAL jsonb_each(to_jsonb(r)) AS f;

-- rule_change(version int, by int, fields json)
-- Save them over the version that was read.
SELECT app.change_rule(:by, :version::int, :fields) AS outcome;

-- holiday_list(school bool, past bool)
-- Bank holidays or those of schools: those to come, or those of the last year, the latest first.
SELECT h.first, h.last, h.name, h.words FROM app.edit_holiday h
 WHERE (h.last IS NOT NULL) = :school AND h.past = :past
 ORDER BY CASE WHEN :past THEN h.first END DESC, h.first;

-- holiday_keep(actor int, first date, last date, name text, remove bool)
-- One more, or one less.
SELECT k.outcome FROM app.keep_holiday(:actor, :first, :last, :name, :remove) AS k;

-- review_show(actor int, code text)
-- A learning review, for those who look after its readers; reads: how far its
-- publication is, and the name used in the report, for these readers alone.
SELECT r.code, r.theme, r.status, k.reads, CASE WHEN k.reads THEN r.pseudonym END AS pseudonym, r.status_words, r.endorsed_words, r.notice_words, r.publication_words
  FROM app.edit_review r CROSS JOIN LATERAL (SELECT r.person IS NOT DISTINCT FROM :actor OR r.status = 'published' AS reads) AS k
 WHERE r.code = :code AND app.review_kept_by(:actor, r.code) IS NOT NULL
 ORDER BY k.reads DESC LIMIT 1;

-- review_readers(code text)
-- Who reads of it.
SELECT d.name, d.email, d.since_words FROM app.edit_reader d WHERE d.code = :code ORDER BY d.name;

-- reader_keep(actor int, code text, email text, remove bool)
-- One more, or one less.
SELECT k.outcome FROM app.keep_reader(:actor, :code, :email, :remove) AS k;

-- review_of(event text)
-- The review that an event is about, if it is not published.
SELECT r.code FROM app.edit_reviewed r WHERE r.event = :event;
