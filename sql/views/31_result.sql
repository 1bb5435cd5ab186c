-- Answers as the results count them: no names, and none of the questions
-- that ask for a call.

CREATE VIEW app.result_response AS
SELECT r.id AS response, r.session, r.booking, r.form
  FROM lectern.response r
  JOIN lectern.form f ON f.id = r.form
 WHERE f.stage IN ('post', 'post_short');

CREATE VIEW app.result_answer AS
SELECT r.session, r.response, q.code, q.type, a.number, a.choices, a.words, a.not_applicable,
       CASE q.type WHEN 'scale_0_10' THEN a.number
                   WHEN 'likert_1_5' THEN a.number END AS score,
       b.agency, b.sector,
       EXISTS (SELECT FROM lectern.answer y
                 JOIN lectern.question k ON k.id = y.question
                WHERE y.response = r.response AND k.code = 'post_quote' AND y.choices = '{yes}') AS may_quote
  FROM app.result_response r
  JOIN lectern.booking b ON b.id = r.booking
  JOIN lectern.answer a ON a.response = r.response
  JOIN lectern.question q ON q.id = a.question
 WHERE q.in_statistics;
COMMENT ON COLUMN app.result_answer.score IS 'What a mean is taken of: 1 to 5, or 0 to 10.';
COMMENT ON COLUMN app.result_answer.may_quote IS 'The person agreed that the words are used without a name.';

CREATE VIEW app.result_pair AS
SELECT r.session, r.response, q.code, q.pair, a.number AS after,
       coalesce(early.number, back.number) AS before,
       early.number IS NULL AS looking_back
  FROM app.result_response r
  JOIN lectern.answer a ON a.response = r.response AND a.number IS NOT NULL
  JOIN lectern.question q ON q.id = a.question AND q.pair IS NOT NULL AND q.pair_side = 'after'
  LEFT JOIN LATERAL (
       SELECT y.number FROM lectern.answer y
         JOIN lectern.question k ON k.id = y.question
        WHERE y.response = r.response AND k.pair = q.pair AND k.pair_side = 'before_in_hindsight') AS back ON true
  LEFT JOIN LATERAL (
       SELECT y.number FROM lectern.response p
         JOIN lectern.form f ON f.id = p.form AND f.stage = 'pre'
         JOIN lectern.answer y ON y.response = p.id
         JOIN lectern.question k ON k.id = y.question
        WHERE p.booking = r.booking AND k.pair = q.pair AND k.pair_side = 'before') AS early ON true
 WHERE coalesce(early.number, back.number) IS NOT NULL;
COMMENT ON VIEW app.result_pair IS 'One person''s before and after of one question; the answer looking back stands in where the form before was missed.';
