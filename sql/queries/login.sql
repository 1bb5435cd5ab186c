-- login_person(hash bytea)
-- Who is signed in with the cookie of this SHA-256.
SELECT login, person, name, first_name, staff, booker, coordinator, admin, must
  FROM app.login_person(:hash);

-- door_right(person bigint, ref text)
-- What a person may do at the door of a session; no row: no door.
SELECT session, duty, may_search
  FROM app.door_right(:person, :ref);

-- try_begin(account text, network text)
-- May a password be tried now?  seconds to wait, or 0 and the try is counted.
SELECT seconds, at FROM app.try_begin(:account, :network);

-- try_end(account text, network text, at text, right bool)
-- The password was right, or could not be tried: the try does not count.
SELECT app.try_end(:account, :network, :at::timestamptz, :right);

-- sign_in_find(email text)
-- The account of an address, and the hash of its password (NULL: none).
SELECT person, password FROM app.account_password WHERE email = :email;

-- login_start(person bigint, password text, hash bytea, old bytea, device text)
-- Sign in, unless the password has changed since it was compared.
SELECT app.login_start(:person, :password, :hash, :old, :device) AS started;

-- login_end(hash bytea)
SELECT app.login_end(:hash);
