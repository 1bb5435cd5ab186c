-- session_rounds(ref text)
-- The rounds of workshops of a public session, with the fields of a form.
SELECT d.slot, d.number AS round, 'workshop_' || d.number AS field, 'rather_' || d.number AS rather_field, d.title,
       app.clock_words(d.starts) || ' to ' || app.clock_words(d.ends) AS time_words,
       EXISTS (SELECT FROM app.workshop_line w WHERE w.session = d.session AND w.slot = d.slot AND w."full" AND w.keeps_list) AS some_full
  FROM app.round d
 WHERE d.session = (SELECT s.id FROM app.public_session s WHERE s.slug = :ref)
 ORDER BY d.number;

-- session_workshops(ref text, person int)
-- Its workshops; mine: this person has it, or waits for it as their first.
SELECT w.slot, w.code, w.title, w.stream_code, w.stream, w.room, w.steps, w.led_by, w.repeats, w.places_words,
       w."full", coalesce(c.mine, false) AS mine, NOT w."full" OR coalesce(c.mine, false) AS open,
       w."full" AND w.keeps_list AND NOT coalesce(c.mine, false) AS waitable
  FROM app.workshop_line w
  LEFT JOIN LATERAL (SELECT bool_or(NOT m.preferred OR m.state = 'chosen') AS mine FROM app.my_choice m
                      WHERE m.workshop = w.id AND m.person = :person) AS c ON true
 WHERE w.ref = :ref
 ORDER BY w.slot, w.code;

-- session_agenda(ref text)
-- The plan of the day.
SELECT a.slot, a.time_words, a.title, a.room FROM app.agenda_line a WHERE a.ref = :ref ORDER BY a.number;

-- session_streams(ref text)
-- The streams of a conference.
SELECT t.code, t.title, t.colour FROM app.stream t WHERE t.ref = :ref ORDER BY t.number;

-- workshop_choices(person int, ref text)
-- What this person's booking has and waits for, as a form holds it.
SELECT CASE WHEN m.preferred AND m.state = 'waiting' THEN 'rather_' ELSE 'workshop_' END || d.number AS field, m.code
  FROM app.my_choice m
  JOIN app.my_live_booking b ON b.id = m.number
  JOIN app.round d ON d.session = b.session AND d.slot = m.slot
  JOIN app.public_session s ON s.id = b.session AND s.slug = :ref
 WHERE m.person = :person;

-- booking_choices(person int, number int)
-- The workshops of a booking.
SELECT m.code, m.title, m.stream, m.room, m.led_by, m.round_title, m.time_words, m.state = 'chosen' AS chosen,
       m.state = 'waiting' AS waiting, m.waiting_number, m.steps_warning
  FROM app.my_choice m
 WHERE m.person = :person AND m.number = :number
 ORDER BY m.starts, m.state, m.preferred;

-- booking_open_rounds(person int, number int)
-- Rounds in which a booking with a place has no workshop yet.
SELECT o.title FROM app.my_open_round o WHERE o.person = :person AND o.number = :number ORDER BY o.round;

-- workshops_choose(actor int, desk bool, number int, chosen textarray, rather textarray)
-- Choose other workshops.
SELECT c.outcome FROM app.choose(:actor::bigint, :number::bigint, :chosen::text[], :rather::text[], :desk) AS c;

-- mode_switch(actor int, desk bool, number int, kind text)
-- From the room to online, or back.
SELECT s.outcome FROM app.switch_mode(:actor::bigint, :number::bigint, :kind::text, :desk) AS s;
