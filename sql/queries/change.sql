-- change_mine(person int, number int)
-- What may still be done with one's own booking.
SELECT c.live, c.in_time, c.has_place, c.until_words
  FROM app.my_change c
 WHERE c.number = :number AND c.person = :person;

-- change_targets(person int, number int)
-- Other dates of its course with a free place.
SELECT t.ref, t.starts_words, t.where_words, t.places_words, t.hybrid
  FROM app.change_target t
 WHERE t.number = :number AND t.person = :person AND t.free
 ORDER BY t.starts;

-- change_swap(actor int, number int, name text, email text, seed text, ticket_key int, ticket text, code text)
-- A colleague comes instead.
SELECT s.outcome, s.booking
  FROM app.swap(:actor, :number, :name, :email, :seed::bytea, :ticket_key::int, :ticket::bytea, :code::bytea) AS s;

-- change_transfer(actor int, number int, ref text, mode text, clash bool, seed text, ticket_key int, ticket text, code text)
-- Move a booking to another date.
SELECT t.outcome, t.booking
  FROM app.transfer(:actor, :number, :ref, nullif(:mode, ''), :clash, :seed::bytea, :ticket_key::int, :ticket::bytea, :code::bytea) AS t;
