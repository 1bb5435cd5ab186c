-- guest_try(contact text, network text)
-- How many seconds to wait before a guest's form is taken.
SELECT app.try_guest(:contact, :network) AS seconds;

-- guest_book(ref text, mode text, key uuid, fields bytea, name text, email text, phone text, access text, diet text, seed bytea, ticket_key int, ticket bytea, code bytea, link bytea)
-- Ask for a place as a guest.
SELECT b.outcome, b.booking
  FROM app.book_guest(:ref, nullif(:mode, ''), :key, :fields, :name, :email, :phone, :access, :diet,
                      :seed, :ticket_key::int, :ticket, :code, :link) AS b;

-- guest_linked(token bytea)
-- The booking that a link opens, and whose it is.
SELECT l.number, l.person, l.phone, l.colleague FROM app.guest_link l WHERE l.token = :token;

-- guest_add(actor int, ref text, key uuid, fields bytea, name text, email text, phone text, mode text, why text, seed bytea, ticket_key int, ticket bytea, typed bytea)
-- Staff add a guest.
SELECT a.outcome, a.booking
  FROM app.add_guest(:actor, :ref, :key, :fields, :name, :email, :phone, nullif(:mode, ''), :why, :seed, :ticket_key::int, :ticket, :typed) AS a;
