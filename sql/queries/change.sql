-- change_mine(person int, number int)
-- What can still be changed about a booking, and until when.
SELECT c.number, c.ref, c.event_code, c.title, c.starts_words, c.where_words, c.name, c.live, c.in_time, c.until_words, c.has_place,
       c.asks_manager, c.asks_team, c.asks, c.hybrid, c.mode, c.mode_words, c.join_words, c.has_workshops, c.workshop_words
  FROM app.my_change c
 WHERE c.number = :number AND c.person = :person AND app.may_read(:me, c.session);

-- change_targets(person int, number int, desk bool)
-- Other dates of its course with a free place.
SELECT t.ref, t.starts_words, t.where_words, t.places_words, t.hybrid, t.has_workshops
  FROM app.change_target t
 WHERE t.number = :number AND t.person = :person AND t.free AND (:desk OR NOT t.desk)
 ORDER BY t.starts;

-- change_swap(actor int, desk bool, number int, name text, email text, manager_name text, manager text, clash bool, seed text, ticket_key int, ticket text, code text)
-- A colleague comes instead.
SELECT s.outcome, s.booking
  FROM app.swap(:actor, :number, :name, :email, :seed::bytea, :ticket_key::int, :ticket::bytea, :code::bytea,
                :manager_name, nullif(:manager, ''), :clash, :desk) AS s;

-- change_transfer(actor int, desk bool, number int, ref text, mode text, clash bool, seed text, ticket_key int, ticket text, code text)
-- Move a booking to another date.
SELECT t.outcome, t.booking, EXISTS (SELECT FROM app.round d JOIN app.public_session s ON s.id = d.session WHERE s.slug = :ref) AS has_workshops
  FROM app.transfer(:actor, :number, :ref, nullif(:mode, ''), :clash, :seed::bytea, :ticket_key::int, :ticket::bytea, :code::bytea, :desk) AS t;

-- moved_link(token bytea)
-- Whose booking the link of a mail asks about.
SELECT l.person, l.number FROM app.moved_link(:token) AS l;

-- moved_show(person int, number int)
-- What a moved date asks.
SELECT m.number, m.title, m.ref, m.starts_words, m.moved_words, m.why, m.live, m.has_place, m.answered, m.comes
  FROM app.my_move m
 WHERE m.number = :number AND m.person = :person;

-- moved_answer(person int, number int, comes bool)
-- Yes or no.
SELECT a.outcome FROM app.answer_move(:person, :number, :comes) AS a;

-- news_session(ref text)
-- What changed about a date in the last days.
SELECT n.words, n.why, n.at_words FROM app.session_news n WHERE n.ref = :ref AND NOT n.cancelled ORDER BY n.id DESC LIMIT 3;

-- news_booking(person int, number int)
-- The same about the date of one's own booking.
SELECT n.words, n.why, n.at_words
  FROM app.my_news m JOIN app.session_news n ON n.id = m.id
 WHERE m.number = :number AND m.person = :person AND NOT n.cancelled
 ORDER BY n.id DESC LIMIT 3;

-- news_home(person int)
-- What changed about one's own dates, and about those of today and tomorrow.
SELECT n.ref, n.title, n.starts_words, n.words, n.why, n.cancelled, m.number
  FROM app.session_news n
  LEFT JOIN LATERAL (SELECT max(o.number) AS number FROM app.my_news o WHERE o.id = n.id AND o.person = :person) AS m
    ON :person > 0
 WHERE m.number IS NOT NULL
    OR n.starts BETWEEN (SELECT lectern.clock()) - interval '12 hours' AND (SELECT lectern.clock()) + interval '36 hours'
 ORDER BY n.id DESC LIMIT 5;
