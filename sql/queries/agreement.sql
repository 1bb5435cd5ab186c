-- agreement_own(token bytea)
-- The request that a mailed link is about.
SELECT l.approval, l.state, l.title, l.when_words, l.where_words, l.until_words, l.asks_name, l.first_name, l.job_title,
       l.organisation, l.missed, l.confirmed, l.waiting, l.requested, l.note, l.ended_words, l.free_until_words,
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
