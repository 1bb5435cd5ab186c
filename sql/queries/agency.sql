-- agency_list(booker int, chosen text)
-- The organisations whose training contact somebody is.
SELECT g.code, g.name, g.code = :chosen AS selected FROM app.booker_agency g WHERE g.booker = :booker ORDER BY g.name;

-- agency_bookings(booker int, agency text)
-- Bookings to come of an agency's staff, date by date.
SELECT b.number, b.name, b.job_title, coalesce(b.setting, '') AS setting, b.state, b.state_words, b.ref, b.on_paper
  FROM app.agency_booking b
 WHERE b.booker = :booker AND b.agency = :agency AND b.live AND NOT b.past
 ORDER BY b.starts, b.ref, lower(b.last_name), lower(b.first_name), b.number;

-- agency_dates(booker int, agency text)
-- The dates of these.
SELECT b.ref, b.title, b.starts_words, string_agg(DISTINCT b.place, ' or ') AS place, count(*) AS booked
  FROM app.agency_booking b
 WHERE b.booker = :booker AND b.agency = :agency AND b.live AND NOT b.past
 GROUP BY b.ref, b.title, b.starts_words, b.starts
 ORDER BY b.starts, b.ref;

-- agency_staff(booker int, agency text, unbooked bool, q text, page int)
-- Staff of an agency, or those of them with nothing booked.
SELECT p.code, p.name, p.email, p.job_title, coalesce(p.setting, '') AS setting, nullif(p.bookings, 0) AS bookings,
       count(*) OVER () AS n
  FROM app.agency_person p
 WHERE p.booker = :booker AND p.agency = :agency AND (NOT :unbooked OR p.bookings = 0)
   AND NOT EXISTS (SELECT FROM unnest(lectern.words(:q)) AS w
                    WHERE strpos(lectern.fold(concat_ws(' ', p.name, p.job_title, p.setting)), w) = 0)
 ORDER BY lower(p.last_name), lower(p.first_name), p.code
 LIMIT 50 OFFSET 50 * (:page - 1);

-- agency_free(booker int, agency text, ref text)
-- Staff who are not booked on that date, to be ticked.
SELECT p.code, p.name, p.job_title, coalesce(p.setting, '') AS setting
  FROM app.agency_person p
 WHERE p.booker = :booker AND p.agency = :agency
   AND NOT EXISTS (SELECT FROM app.agency_booking b
                    WHERE b.booker = p.booker AND b.person = p.person AND b.ref = :ref AND b.live)
 ORDER BY lower(p.last_name), lower(p.first_name), p.code
 LIMIT 400;

-- agency_booking(booker int, number int)
-- A booking of the own agency's staff.
SELECT b.number, b.name, b.job_title, b.setting, b.state, b.state_words, b.ref, b.title, b.starts_words, b.place,
       b.can_cancel, b.on_paper, b.email, b.seed, b.key, b.version, b.state = 'confirmed' AND NOT b.past AS has_ticket
  FROM app.agency_booking b
 WHERE b.booker = :booker AND b.number = :number;

-- agency_cancel(booker int, number int, why text)
-- Give up a colleague's place.
SELECT c.outcome FROM app.cancel_colleague(:booker, :number, :why) AS c;

-- group_look(booker int, ref text, agency text, mode text, manager text, people json)
-- What would come of each row.
SELECT l.position, l.name, l.email, l.job, l.setting, l.standing, l.outcome, l.outcome = 'ok' AS ok, l.outcome = 'outside' AS outside, l.outcome = 'no_manager' AS no_manager,
       app.group_words(l.outcome) AS words, l.standing = 'new' AS is_new, l.email = '' AS on_paper
  FROM app.group_look(:booker, :ref, :agency, :mode, :manager, :people) AS l
 ORDER BY l.position;

-- group_book(booker int, ref text, agency text, mode text, manager_name text, manager text, key uuid, fields bytea, people json)
-- Book them.
SELECT g.outcome, g.request
  FROM app.book_group(:booker, :ref, :agency, :mode, :manager_name, :manager, :key, :fields, :people) AS g;

-- group_show(booker int, request int)
-- A group request of the own agency.
SELECT q.request, q.agency, q.agency_name, q.ref, q.title, q.starts_words, q.made_words, q.by_name, q.counts
  FROM app.agency_request q
 WHERE q.booker = :booker AND q.request = :request;

-- group_lines(booker int, request int)
-- What came of each.
SELECT n.name, n.outcome, n.words, n.number, n.booked, n.on_paper, n.email
  FROM app.agency_request q
  JOIN app.agency_line n ON n.request = q.request
 WHERE q.booker = :booker AND q.request = :request
 ORDER BY n.position;
