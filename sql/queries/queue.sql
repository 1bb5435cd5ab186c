-- offer_of(person int, number int)
-- The offer of one's own booking.
SELECT o.number, o.person, o.ref, o.event_code, o.title, o.starts_words, o.many_parts, o.place, o.email, o.name, o.answer,
       o.state, o.until_words, o.ended_words, o.window_words, o.from_wish, o.wish_open, o.first_call, o.terms_words,
       o.charged_now, o.asks, o.session_cancelled
  FROM app.my_offer o
 WHERE o.person = :person AND o.number = :number;

-- offer_linked(token bytea)
-- Whose offer a mailed link opens.
SELECT l.number, l.person FROM app.offer_link l WHERE l.token = :token;

-- offer_answer(person int, number int, accept bool, seed text, ticket_key int, ticket text, code text)
-- Take the place or let it go; with a seed, stay in line for other dates.
SELECT a.outcome
  FROM app.answer_offer(:person, :number, :accept, nullif(:seed, '')::bytea, :ticket_key::int,
                        :ticket::bytea, :code::bytea) AS a;

-- wish_make(person int, code text, seed text, ticket_key int, ticket text, ticket_code text)
-- Ask for the next place on any date of a course.
SELECT w.outcome, w.wish, w.booking
  FROM app.wish(:person, :code, :seed::bytea, :ticket_key::int, :ticket::bytea, :ticket_code::bytea) AS w;

-- wish_of(person int, code text)
-- One's own wish for a course.
SELECT w.number, w.since_words, w.place, w.dates FROM app.my_wish w WHERE w.person = :person AND w.event_code = :code;

-- wish_list(person int)
-- All of one's own.
SELECT w.number, w.event_code, w.title, w.since_words, w.place, w.dates
  FROM app.my_wish w
 WHERE w.person = :person
 ORDER BY w.title;

-- wish_leave(person int, number int)
-- Leave the lines of a course.
SELECT u.outcome FROM app.unwish(:person, :number) AS u;

-- wish_offer(code text, person int)
-- Whether to offer this person a wait for any date: when none is free.
SELECT :person > 0 AND w.none_free AND o.number IS NULL AS may_wish,
       :person = 0 AND w.none_free AS may_sign_in, o.number AS my_number, w.dates
  FROM (SELECT count(*) FILTER (WHERE l.state = 'free') = 0 AS none_free, count(*) AS dates
          FROM app.session_line l
         WHERE l.event_code = :code AND l.status = 'open' AND l.starts > lectern.clock()) AS w
  LEFT JOIN LATERAL (SELECT min(b.number) AS number FROM app.my_booking b
                      WHERE b.person = :person AND b.event_code = :code AND NOT b.past
                        AND (b.requested OR b.waiting OR b.offered OR b.confirmed)) AS o ON true;
