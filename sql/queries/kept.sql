-- kept_list(session int)
-- Places kept for groups on a date.
SELECT k.reserve, k.label, k.kind_words, k.places, k.used, k.free, k.released, k.release_words, k.release_day
  FROM app.kept_place k WHERE k.session = :session ORDER BY k.released, k.label, k.reserve;

-- kept_totals(session int)
-- What is open to everyone.
SELECT t.capacity, t.taken, t.free, t.kept, t.open, t.max_per_agency FROM app.kept_total t WHERE t.session = :session;

-- kept_caps(session int)
-- Organisations that have people on it, and the most that each may have.
SELECT c.code, c.name, c.used, c.cap, c.each, c.own, c.each IS NULL AND c.used >= c.cap AS reached
  FROM app.kept_cap c WHERE c.session = :session ORDER BY c.used DESC, c.name;

-- kept_groups()
-- For whom places can be kept.
SELECT g.value, g.words FROM app.edit_group g ORDER BY g.place, g.words;

-- kept_keep(actor int, ref text, group text, places int, release date)
-- Keep places.
SELECT k.outcome, k.most FROM app.keep_places(:actor, :ref, NULL, :group, :places::int, :release) AS k;

-- kept_edit(session int, reserve id)
-- What the form holds of places that are kept.
SELECT f.key AS name, app.field_text(f.value) AS value
  FROM app.kept_place k
 CROSS JOIN LATERAL jsonb_each(jsonb_build_object('label', k.label, 'places', k.places, 'release', k.release_day, 'version', k.version)) AS f
 WHERE k.session = :session AND k.reserve = :reserve AND NOT k.released;

-- kept_change(actor int, ref text, reserve id, places int, release date, version int)
-- Change or end that, over the version that was read.
SELECT k.outcome, k.most FROM app.keep_places(:actor, :ref, :reserve, '', :places::int, :release, :version::int) AS k;

-- kept_agencies()
-- Organisations that can have a number of their own.
SELECT a.code, a.name FROM app.edit_agency a ORDER BY a.name;

-- kept_limit_form(session int, agency text)
-- What the form holds of the number that one of them has.
SELECT f.key AS name, app.field_text(f.value) AS value
  FROM app.edit_cap c
 CROSS JOIN LATERAL jsonb_each(jsonb_build_object('name', c.name, 'most', c.most, 'version', c.version)) AS f
 WHERE c.session = :session AND c.code = :agency;

-- kept_limit(actor int, ref text, agency text, limited bool, places int, version int)
-- At most so many for one organisation; no number: as for everyone.
SELECT c.outcome FROM app.cap_places(:actor, :ref, :agency, CASE WHEN :limited THEN :places::int END, :version::int) AS c;

-- limit_list()
-- What holds for organisations on every date.
SELECT l.code, l.name, l.max_per_session AS most, l.capped_by = 'setting' AS each, l.settings FROM app.edit_limit l ORDER BY l.name;

-- limit_of(agency text)
-- The name of one of them.
SELECT l.name FROM app.edit_limit l WHERE l.code = :agency;

-- limit_form(agency text)
-- What its form holds.
SELECT f.key AS name, app.field_text(f.value) AS value
  FROM app.edit_limit l
 CROSS JOIN LATERAL jsonb_each(jsonb_build_object('max_per_session', l.max_per_session, 'capped_by', l.capped_by, 'version', l.version,
                                                  'reserves', app.reserves_text(:me, l.agency))) AS f
 WHERE l.code = :agency;

-- limit_change(actor int, agency text, version int, fields json)
-- Save it over the version that was read.
SELECT c.outcome, c.line FROM app.change_limits(:actor, :agency, :version::int, :fields) AS c;
