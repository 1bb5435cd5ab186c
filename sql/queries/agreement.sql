-- agreement_own(token bytea)
-- The request that a mailed link is about.
SELECT l.approval, l.state, l.title, l.when_words, l.where_words, l.until_words, l.asks_name, l.first_name, l.job_title,
       l.organisation, l.missed, l.confirmed, l.waiting, l.requested, l.note, l.ended_words, l.terms_words,
       l.by_team, l.open, l.sent_back
  FROM app.agreement_link l
 WHERE l.token = :token AND l.own;

-- agreement_others(token bytea)
-- What else waits for the same address.
SELECT l.approval, l.state, l.title, l.when_words, l.where_words, l.until_words, l.asks_name, l.first_name, l.job_title,
       l.organisation, l.missed, l.confirmed, l.waiting, l.requested
  FROM app.agreement_link l
 WHERE l.token = :token AND NOT l.own AND l.open
 ORDER BY l.starts, l.approval;

-- agreement_decided(token bytea)
-- What else was decided at the same address just now.
SELECT l.approval, l.state, l.title, l.when_words, l.where_words, l.until_words, l.asks_name, l.first_name, l.job_title,
       l.organisation, l.missed, l.confirmed, l.waiting, l.requested
  FROM app.agreement_link l
 WHERE l.token = :token AND NOT l.own AND l.state IN ('agreed', 'declined')
 ORDER BY l.starts, l.approval;

-- agreement_parts(token bytea)
-- The dates and times of the request that a link is about.
SELECT q.name, q.date_words, q.time_words FROM app.agreement_part q WHERE q.token = :token ORDER BY q.number;

-- agreement_decide(token bytea, approval int, agree bool, note text)
-- The holder of a link agrees or declines.
SELECT d.outcome FROM app.decide_by_link(:token, :approval, :agree, :note) AS d;

-- agreement_pass_on(token bytea, approval int, name text, email text)
-- The holder of a link hands a request to somebody else.
SELECT p.outcome FROM app.pass_on(:token, :approval, :name, :email) AS p;

-- agreement_not_mine(token bytea, approval int)
-- The holder of a link is nobody's manager.
SELECT n.outcome FROM app.not_their_manager(:token, :approval) AS n;

-- agreement_mine(person int, number int)
-- What a request of this person waits for.
SELECT m.manager, nullif(m.name, m.address) AS name, m.address, m.until_words, m.reminded_words, m.returned = 'bounced' AS bounced,
       m.returned = 'not_mine' AS not_mine, m.held, m.why_words, m.missed
  FROM app.my_agreement m
 WHERE m.number = :number AND m.person = :person AND m.state = 'open'
 ORDER BY m.manager DESC, m.approval;

-- agreement_notes(person int, number int)
-- What those who decided wrote to this person.
SELECT m.note, CASE WHEN m.by_team THEN 'The training team' ELSE m.name END AS who
  FROM app.my_agreement m
 WHERE m.number = :number AND m.person = :person AND m.state IN ('agreed', 'declined') AND m.note IS NOT NULL
 ORDER BY m.approval;

-- agreement_correctable(person int, number int)
-- The manager, or whoever there was, that this person may still correct.
SELECT m.number, b.ref, b.title, b.starts_words, b.where_words, b.manager_name, k.manager_email, m.manager, m.returned = 'bounced' AS bounced,
       m.returned = 'not_mine' AS not_mine, m.address
  FROM app.my_agreement m
  JOIN app.my_booking b ON b.number = m.number
  JOIN app.booker_of_self k ON k.id = m.person
 WHERE m.number = :number AND m.person = :person AND m.state = 'open' AND m.of_manager AND NOT m.begun
 ORDER BY m.approval DESC LIMIT 1;

-- agreement_correct(person int, number int, name text, email text)
-- Name another manager.
SELECT c.outcome FROM app.correct_manager(:person, :number, :name, :email) AS c;

-- agreements_waiting(ref text)
-- What waits for the coordinator: on one date, or on all where that is "".
SELECT w.number, w.ref, w.title, w.when_words, w.code, w.asks_name, nullif(w.job_title, '') AS job_title, w.organisation, w.held,
       w.since_words, w.why_words, w.detail, nullif(w.manager, '') AS manager, w.also_words
  FROM app.agreement_waiting w
 WHERE :ref IN ('', w.ref) AND NOT EXISTS (SELECT FROM app.hidden_sessions(:me) AS h WHERE h.session = w.session)
 ORDER BY w.starts, w.turn
 LIMIT 100;

-- agreements_asked(ref text)
-- What waits for managers, the same.
SELECT a.approval, a.number, a.ref, a.title, a.when_words, a.code, a.asks_name, a.organisation, a.manager, a.address, a.asked_words,
       a.until_words, a.reminded_words, a.bounced, a.not_mine
  FROM app.agreement_asked a
 WHERE :ref IN ('', a.ref) AND NOT EXISTS (SELECT FROM app.hidden_sessions(:me) AS h WHERE h.session = a.session)
 ORDER BY a.expires, a.approval
 LIMIT 100;

-- agreements_decide(actor int, bookings textarray, agree bool, note text)
-- Agree or decline for the partnership, several at once.
SELECT d.done
  FROM app.decide_all(:actor, ARRAY(SELECT n::bigint FROM unnest(:bookings) AS n WHERE n ~ '^[0-9]{1,15}$' AND app.may_read_booking(:actor, n::bigint)), :agree, :note) AS d (done);

-- agreement_decide_for(actor int, approval int, agree bool, note text)
-- Write down what a manager said.
SELECT d.outcome FROM app.decide(:actor, :approval, :agree, :note) AS d;

-- agreements_of_session(session int)
-- What a date's requests wait for.
SELECT x.number, x.code, x.asks_name, x.who, x.words
  FROM (SELECT w.number, w.code, w.asks_name, w.session, 'The training team' AS who, w.why_words AS words FROM app.agreement_waiting w
         UNION ALL
        SELECT a.number, a.code, a.asks_name, a.session, coalesce(a.manager, a.address),
               concat_ws('. ', 'Asked until ' || a.until_words, CASE WHEN a.bounced THEN 'The mail came back' END,
                         CASE WHEN a.not_mine THEN 'Is not their manager' END) FROM app.agreement_asked a) AS x
 WHERE x.session = :session
 ORDER BY x.number, x.who;
