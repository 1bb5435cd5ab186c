-- offer_of(person int, number int)
-- The offer of one's own booking.
SELECT o.number, o.person, o.ref, o.event_code, o.title, o.starts_words, o.many_parts, o.place, o.email, o.guest, o.name, o.answer,
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

-- leave_linked(token bytea)
-- The line that a mailed link leaves.
SELECT l.number, l.wish, l.event_code, l.title, l.starts_words, l.state, l.place, l.ended_words, l.guest
  FROM app.leave_link l WHERE l.token = :token;

-- leave_line(token bytea)
-- Leave it.
SELECT l.outcome FROM app.leave_line(:token) AS l;

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

-- line_of(session int)
-- Who waits for a date, in turn.
SELECT n.pool, n.number, n.place, n.pool_words, n.code, n.name, n.organisation, n.since_words, n.state_words, n.may_move,
       n.moved, n.why_words, n.may_let_in, n.may_move OR n.may_let_in AS may_act
  FROM app.desk_line n
 WHERE n.session = :session
 ORDER BY n.pool, n.turn;

-- line_offers(session int)
-- Who has been offered a place and has not answered.
SELECT o.number, o.name, o.code, o.made_words, o.until_words
  FROM app.desk_offer o WHERE o.session = :session ORDER BY o.expires, o.number;

-- line_pools(session int)
-- How many places there are, for the form.
SELECT l.pool, l.words, l.capacity, l.taken, l.free, l.waiting
  FROM app.panel_pool l WHERE l.session = :session AND l.kind <> 'workshop' ORDER BY l.pool;

-- line_version(session int)
-- What a form of it is drawn from.
SELECT app.line_version(:session) AS version;

-- line_changes(session int, since int)
-- What coordinators did since it was of that version.
SELECT c.words, c.by, c.at_words FROM app.line_change c WHERE c.session = :session
 ORDER BY c.id DESC LIMIT greatest(app.line_version(:session) - :since, 0);

-- line_move(actor int, ref text, number int, place int, why text, version int)
-- Move somebody in the line, for a reason.
SELECT m.outcome FROM app.move_in_line(:actor, :ref, :number, :place::int, :why, :version::int) AS m;

-- line_let_in(actor int, ref text, number int, why text)
-- Whom the rules bar by now may have a place all the same.
SELECT l.outcome FROM app.let_in(:actor, :ref, :number, :why) AS l;

-- line_capacity(actor int, ref text, pool int, capacity int, version int)
-- A larger or smaller room.
SELECT c.outcome, c.taken FROM app.set_capacity(:actor, :ref, :pool, :capacity::int, :version::int) AS c;
