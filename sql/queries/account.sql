-- account_mail(want text, email text, account text, network text, next text)
-- Ask for the mail that leads to an account; seconds to wait, or 0.
SELECT app.account_mail(:want, :email, :account, :network, :next) AS seconds;

-- link_look(token bytea, purpose text)
-- What a link from a mail is good for.
SELECT state, email, person, next FROM app.link_look(:token, :purpose);

-- register_person(token bytea, first_name text, last_name text, job_title text, agency text, unlisted text, setting text, manager_name text, manager_email text, phone text, password text)
SELECT outcome, person
  FROM app.register_person(:token, :first_name, :last_name, :job_title, :agency, :unlisted,
       :setting, :manager_name, :manager_email, :phone, :password);

-- agency_choices()
-- Organisations to choose from.
SELECT code, name FROM app.agency_choice ORDER BY name COLLATE "en-GB-x-icu";

-- setting_choices(agency text)
-- Settings to suggest, of one organisation, or of all ("").
SELECT name, agency_name
  FROM app.setting_choice
 WHERE :agency IN ('', agency)
 ORDER BY name COLLATE "en-GB-x-icu", agency_name;

-- account_show(person bigint)
-- Oneself.
SELECT code, first_name, last_name, email, job_title, agency, agency_name, setting, unlisted,
       manager_name, manager_email, phone, version, since
  FROM app.account
 WHERE person = :person;

-- account_logins(person bigint, login bigint)
-- Where somebody is signed in, the login in hand first.
SELECT login, device, started_words, seen_words, login = :login AS in_hand
  FROM app.account_login
 WHERE person = :person
 ORDER BY login <> :login, seen DESC, login;

-- account_bookings(person bigint)
-- What closing the account would give up.
SELECT booking, title, slug, session_starts FROM app.account_booking WHERE person = :person ORDER BY booking;

-- account_hash(person bigint)
-- The hash to compare a password with, and the address.
SELECT email, password FROM app.account_password WHERE person = :person;

-- account_details(person bigint, version int, first_name text, last_name text, job_title text, setting text, unlisted text, manager_name text, manager_email text, phone text)
SELECT outcome
  FROM app.account_details(:person, :version::int, :first_name, :last_name, :job_title, :setting,
       :unlisted, :manager_name, :manager_email, :phone);

-- account_close(person bigint, compared text)
SELECT outcome FROM app.account_close(:person, :compared);

-- password_reset(token bytea, password text)
SELECT outcome, person FROM app.password_reset(:token, :password);

-- password_change(person bigint, compared text, password text, in_hand bigint)
SELECT outcome FROM app.password_change(:person, :compared, :password, :in_hand);

-- password_rehash(person bigint, compared text, password text)
SELECT app.password_rehash(:person, :compared, :password);

-- address_ask(person bigint, compared text, email text, account text, network text)
SELECT outcome, seconds FROM app.address_ask(:person, :compared, :email, :account, :network);

-- address_change(token bytea)
SELECT outcome, person FROM app.address_change(:token);

-- login_end_other(person bigint, login id, in_hand bigint)
-- End one login, or all others.
SELECT app.login_end_other(:person, :login, :in_hand) AS outcome;
