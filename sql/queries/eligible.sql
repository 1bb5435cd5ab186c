-- session_stands(person int, ref text)
-- What stands between this person and a date, before they press.
SELECT t.refused IN ('not_active', 'agency_closed', 'not_eligible', 'not_invited') AS barred,
       t.refused = 'not_eligible' AS not_eligible, t.refused = 'not_invited' AS not_invited,
       t.refused IN ('not_active', 'agency_closed') AS closed_account,
       t.refused = 'no_prerequisite' AS no_prerequisite,
       o.number AS other_number, o.starts_words AS other_words,
       c.number AS clash_number, c.title AS clash_title, c.starts_words AS clash_words,
       t.refused IS NOT NULL OR t.other IS NOT NULL OR t.clash IS NOT NULL AS asks_more
  FROM app.stands(:person::bigint, :ref::text) AS t
  LEFT JOIN app.my_booking o ON o.number = t.other AND o.person = :person
  LEFT JOIN app.my_booking c ON c.number = t.clash AND c.person = :person;

-- session_only(ref text)
-- Whom a date is for, where it is not for everybody.
SELECT s.by_invitation, s.only_words FROM app.session_only s WHERE s.ref = :ref;

-- event_before(code text, person int, ref text)
-- What has to be done first, and whether this person has done it (for a date of it).
SELECT q.words, q.code, q.title, q.within_words, q.equal_words,
       CASE WHEN :person > 0 THEN app.done_words(:person, q.requires, q.within_months, coalesce(s.starts, lectern.clock()), q.equivalents) END AS done_words
  FROM app.event_before q
  LEFT JOIN app.public_session s ON s.slug = :ref::text
 WHERE q.event_code = :code
 ORDER BY q.title;

-- invited_show(ref text)
-- The list of invitations of a date.
SELECT i.title, i.starts_words, i.invited, i.booked FROM app.invited i WHERE i.ref = :ref;

-- invited_form(ref text)
-- What its form holds.
SELECT f.key AS name, app.field_text(f.value) AS value
  FROM app.invited i
 CROSS JOIN LATERAL jsonb_each(jsonb_build_object('by_invitation', i.by_invitation, 'addresses', i.addresses, 'version', i.version)) AS f
 WHERE i.ref = :ref;

-- invited_save(coordinator int, ref text, by_invitation bool, addresses textarray, version int)
-- Who may book by invitation from now on.
SELECT i.outcome FROM app.invite(:coordinator::bigint, :ref::text, :by_invitation::boolean, :addresses::text[], :version) AS i;

-- person_allowed(code text)
-- What the training team has allowed a person against a rule.
SELECT a.why_words, a.detail, a.title, a.starts_words, a.number, a.decided_words, a.by_name
  FROM app.person_allowed a
 WHERE a.code = :code AND NOT EXISTS (SELECT FROM app.hidden_sessions(:me) AS h WHERE h.session = a.session)
 ORDER BY a.ended DESC;

-- panel_eligible(session int)
-- Who may book a date, for the desk.
SELECT e.by_invitation, e.invited, e.only_words, e.before_words, e.min_numbers FROM app.panel_eligible e WHERE e.session = :session;

-- panel_workshops(session int)
-- The workshops of a date, for the desk.
SELECT w.code, w.title, w.round_title, w.room, w.taken, w.capacity, w.waiting, w.steps, w.needs
  FROM app.panel_workshop w WHERE w.session = :session ORDER BY w.round, w.code;

-- panel_unchosen(session int)
-- Rounds in which people with a place have no workshop.
SELECT u.title, u.people FROM app.panel_unchosen u WHERE u.session = :session ORDER BY u.round;

-- panel_workshop_rules(session int)
-- What was agreed about the workshops of a date.
SELECT u.words FROM app.panel_workshop_rule u WHERE u.session = :session ORDER BY u.number;
