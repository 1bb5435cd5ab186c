-- several_states(ref text, states textarray)
-- The states that people of a date are in, and how many would be reached.
SELECT k.state, k.words, (SELECT r.n FROM app.people_reached(:ref, ARRAY[k.state], '{}') AS r) AS n, k.state = ANY (:states) AS chosen
  FROM (VALUES (1, 'confirmed', 'Have a place'), (2, 'waiting', 'On the waiting list'), (3, 'requested', 'Await agreement'),
               (4, 'offered', 'Have been offered a place'), (5, 'attended', 'Were there'), (6, 'absent', 'Did not come')) AS k (position, state, words)
 WHERE k.position < 5 OR EXISTS (SELECT FROM app.desk_session h WHERE h.ref = :ref AND h.over)
 ORDER BY k.position;

-- several_chosen(ref text, bookings textarray)
-- The people who were ticked.
SELECT b.number, b.name, b.organisation, b.state_words, b.email, app.workshop_words(b.number) AS workshop_words,
       bool_or(app.workshop_words(b.number) IS NOT NULL) OVER () AS any_workshops, app.late_words(b.number) AS late_words,
       bool_or(app.late_words(b.number) IS NOT NULL) OVER () AS any_late
  FROM app.people_meant(:ref, '{}', :bookings::bigint[]) AS t
  JOIN app.desk_booking b ON b.number = t.booking
 ORDER BY lower(b.last_name), b.number;

-- several_count(ref text, states textarray, bookings textarray)
-- How many a message would reach.
SELECT n.n, n.n || CASE n.n WHEN 1 THEN ' person' ELSE ' people' END AS words,
       nullif(n.letters, 0) || CASE n.letters WHEN 1 THEN ' of them has' ELSE ' of them have' END AS letters_words
  FROM app.people_reached(:ref, :states, :bookings::bigint[]) AS n;

-- several_example(ref text)
-- What a message about this date names, for its preview.
SELECT d.title AS session_title, d.starts_words AS session_when, app.moment_words(d.starts) AS session_starts,
       app.place_words(d.session) AS session_place
  FROM app.desk_session d WHERE d.ref = :ref;

-- several_move(actor int, number int, ref text, why text, seed text, ticket_key int, ticket text, code text)
-- Move one of them to another date, with the reason.
SELECT t.outcome, t.booking
  FROM app.transfer(:actor, :number, :ref, NULL, true, :seed::bytea, :ticket_key::int, :ticket::bytea, :code::bytea, true, nullif(:why, '')) AS t;

-- several_write(actor int, ref text, states textarray, bookings textarray, subject text, body text, count int, key text)
-- One message to each.
SELECT o.outcome
  FROM app.write_to(:actor, :ref, :states, :bookings::bigint[], :subject, :body, :count::int, :key::uuid) AS o;

-- several_end(actor int, ref text, bookings textarray, why text, charge bool)
-- Cancel them all, and charge for late notice or not.
SELECT o.outcome, o.n FROM app.end_several(:actor, :ref, :bookings::bigint[], :why, :charge) AS o;

-- several_targets(ref text)
-- The other dates of the course that people can be moved to.
SELECT o.ref, o.starts_words, o.where_words, o.capacity - o.taken AS free
  FROM app.desk_session d
  JOIN app.desk_session o ON o.event_code = d.event_code AND o.ref <> d.ref AND o.status = 'open' AND o.starts > lectern.clock()
 WHERE d.ref = :ref AND NOT EXISTS (SELECT FROM app.hidden_sessions(:me) AS h WHERE h.session = o.session)
 ORDER BY o.starts;
