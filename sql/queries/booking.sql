-- booking_known(person int)
-- What a booking form knows of the person.
SELECT k.name, k.email, k.job_title, k.setting, k.manager_name, k.manager_email,
       k.access_needs, k.dietary_needs
  FROM app.booker_of_self k
 WHERE k.id = :person;

-- booking_make(person int, ref text, mode text, key text, fields text, job_title text, manager_name text, manager_email text, access text, diet text, seed text, ticket_key int, ticket text, code text, equivalent text, clash bool, second bool, workshops textarray, rather textarray)
-- Ask for a place; the mail and the ticket are born with it.
SELECT m.outcome, m.booking
  FROM app.book(:person::bigint, :ref::text, nullif(:mode::text, ''), :key::uuid, :fields::bytea,
                nullif(:job_title::text, ''), nullif(:manager_name::text, ''), nullif(:manager_email::text, ''),
                :access::text, :diet::text, :seed::bytea, :ticket_key::int, :ticket::bytea, :code::bytea,
                :equivalent::text, :clash::boolean,
                p_second => :second::boolean, p_workshops => :workshops::text[], p_rather => :rather::text[]) AS m;

-- booking_cancel(person int, number int, why text, reason text)
-- Give up a place, or leave the waiting list.
SELECT c.outcome FROM app.cancel(:person::bigint, :number::bigint, :why::text, nullif(:reason::text, '')) AS c;

-- booking_list(person int)
-- All bookings of a person, the coming ones first.
SELECT b.number, b.title, b.starts_words, b.where_words, b.confirmed, b.requested, b.waiting, b.offered,
       b.cancelled, b.declined, b.let_go, b.undecided, b.offer_until, b.today, b.past, b.waiting_number, b.barred_words, b.can_cancel, b.session_cancelled,
       b.confirmed AND NOT b.past AND NOT b.session_cancelled AS has_ticket,
       e.booking IS NOT NULL AND e.opens <= lectern.clock() AND e.closes > lectern.clock() AND e.response IS NULL AS evaluation_open,
       CASE WHEN b.past OR b.cancelled OR b.declined THEN 'past' ELSE 'coming' END AS tense
  FROM app.my_booking b
  LEFT JOIN app.evaluation e ON e.booking = b.number
 WHERE b.person = :person
 ORDER BY tense, CASE WHEN b.past OR b.cancelled OR b.declined THEN -extract(epoch FROM b.starts)
                      ELSE extract(epoch FROM b.starts) END;

-- booking_show(person int, number int)
-- One booking of this person.
SELECT b.number, b.ref, b.event_code, b.title, b.starts_words, b.where_words, b.email, b.name, b.confirmed,
       b.requested, b.waiting, b.offered, b.cancelled, b.declined, b.today, b.past, b.waiting_number, b.barred_words,
       b.offer_until, b.offers_from, b.let_go, b.undecided, b.manager_name, b.ended_words, b.ended_by, b.in_person, b.virtual, b.venue, b.address,
       b.room, b.join_url, NULL AS joining_words, b.can_cancel, b.terms_words,
       b.session_cancelled, b.replaced_by, b.replaced_words, b.sequence, b.place, b.here,
       b.confirmed AND NOT b.session_cancelled AS has_ticket,
       e.booking IS NOT NULL AND e.opens <= lectern.clock() AND e.closes > lectern.clock() AS evaluation_open,
       e.response IS NOT NULL AS evaluation_done, app.need_warning(b.number) AS need_warning
  FROM app.my_booking b
  LEFT JOIN app.evaluation e ON e.booking = b.number
 WHERE b.number = :number AND b.person = :person;

-- booking_parts(person int, number int)
-- The dates and times of a booking.
SELECT q.part, q.name, q.date_words, q.time_words, q.room, q.starts_epoch, q.ends_epoch
  FROM app.my_part q
 WHERE q.number = :number AND q.person = :person
 ORDER BY q.part;

-- ticket_seed(person int, number int)
-- What the ticket of this person's confirmed booking is made from.
SELECT t.seed, t.key, t.version
  FROM app.my_ticket t
 WHERE t.number = :number AND t.person = :person;
