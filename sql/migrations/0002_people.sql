-- Who there is: organisations, the settings they run, people, their logins.

CREATE TABLE lectern.sector (
    code  text PRIMARY KEY
);
COMMENT ON TABLE lectern.sector IS 'The groups in which figures are reported, such as police or school_primary.';

CREATE TABLE lectern.charging_class (
    code  text PRIMARY KEY,
    name  text NOT NULL
);
COMMENT ON TABLE lectern.charging_class IS 'What kind of payer an agency is; fees and charges depend on it.';

CREATE TABLE lectern.agency (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code              text NOT NULL UNIQUE,
    name              text NOT NULL,
    short_name        text NOT NULL,
    sector            text NOT NULL REFERENCES lectern.sector,
    charging_class    text NOT NULL REFERENCES lectern.charging_class,
    statutory_role    text,
    relevant_group    text,
    workforce         int,
    max_per_session   int,
    annual_places     int,
    email_domain      text,
    training_contact  text,
    purchase_order_required boolean NOT NULL DEFAULT false,
    invoice_period    text,
    active            boolean NOT NULL DEFAULT true,
    parent            bigint REFERENCES lectern.agency,
    notes             text,
    version           int NOT NULL DEFAULT 1,
    CONSTRAINT agency_code CHECK (code ~ '^[A-Z0-9][A-Z0-9-]*$')
);
COMMENT ON COLUMN lectern.agency.workforce IS 'How many staff are in the scope of the training.';
COMMENT ON COLUMN lectern.agency.active IS 'A closed agency keeps its history and takes no new people or bookings.';

CREATE TABLE lectern.agency_alias (
    agency  bigint NOT NULL REFERENCES lectern.agency,
    alias   text NOT NULL,
    PRIMARY KEY (agency, alias)
);

CREATE TABLE lectern.setting (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency  bigint NOT NULL REFERENCES lectern.agency,
    name    text NOT NULL,
    active  boolean NOT NULL DEFAULT true,
    UNIQUE (agency, name)
);
COMMENT ON TABLE lectern.setting IS 'Where a person works within an agency: a school, a practice, a nursery, a team.';

CREATE SEQUENCE lectern.person_code;

CREATE TABLE lectern.person (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code            text NOT NULL UNIQUE DEFAULT 'R' || nextval('lectern.person_code'),
    first_name      text NOT NULL,
    last_name       text NOT NULL DEFAULT '',
    email           text UNIQUE,
    verified        timestamptz,
    password        text,
    job_title       text NOT NULL DEFAULT '',
    agency          bigint REFERENCES lectern.agency,
    setting         bigint REFERENCES lectern.setting,
    unlisted        text,
    manager_name    text NOT NULL DEFAULT '',
    manager_email   text,
    phone           text,
    target_level    text,
    status          text NOT NULL DEFAULT 'active',
    remark          text,
    coordinator     boolean NOT NULL DEFAULT false,
    administrator   boolean NOT NULL DEFAULT false,
    created         timestamptz NOT NULL DEFAULT lectern.clock(),
    closed          timestamptz,
    version         int NOT NULL DEFAULT 1,
    CONSTRAINT person_status CHECK (status IN ('active', 'left', 'long_leave', 'closed')),
    CONSTRAINT email_is_folded CHECK (email = lower(email)),
    CONSTRAINT manager_email_is_folded CHECK (manager_email = lower(manager_email)),
    CONSTRAINT password_is_argon2id CHECK (password LIKE '$argon2id$%')
);
CREATE INDEX person_name ON lectern.person
 USING gin (lectern.fold(first_name || ' ' || last_name) ext.gin_trgm_ops);
CREATE INDEX person_agency ON lectern.person (agency);
COMMENT ON COLUMN lectern.person.code IS 'The reference in exports and imports; P… from an import, R… for those who registered here.';
COMMENT ON COLUMN lectern.person.email IS 'Cleaned, lower-cased, domain in IDNA form; NULL for people reached on paper.';
COMMENT ON COLUMN lectern.person.verified IS 'When the owner of the address last proved to read it; NULL: imported, never signed in.';
COMMENT ON COLUMN lectern.person.password IS 'PHC string of argon2id over an HMAC with the pepper; NULL: no password set.';
COMMENT ON COLUMN lectern.person.unlisted IS 'The name of an organisation that is not on our list, as typed; the coordinator sorts it out.';
COMMENT ON COLUMN lectern.person.remark IS 'Something an import noticed and kept as typed, for a person to look at.';

CREATE TABLE lectern.booker (
    person  bigint NOT NULL REFERENCES lectern.person,
    agency  bigint NOT NULL REFERENCES lectern.agency,
    PRIMARY KEY (person, agency)
);
COMMENT ON TABLE lectern.booker IS 'Training contacts: who may book and follow the staff of an agency.';

CREATE TABLE lectern.need (
    person  bigint PRIMARY KEY REFERENCES lectern.person ON DELETE CASCADE,
    access  text NOT NULL DEFAULT '',
    diet    text NOT NULL DEFAULT ''
);
COMMENT ON TABLE lectern.need IS 'Access and dietary needs: special-category data (UK GDPR article 9), kept apart from the person.';

CREATE TABLE lectern.login (
    token      bytea PRIMARY KEY,
    id         bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    person     bigint NOT NULL REFERENCES lectern.person,
    started    timestamptz NOT NULL DEFAULT lectern.clock(),
    seen       timestamptz NOT NULL DEFAULT lectern.clock(),
    expires    timestamptz NOT NULL,
    device     text NOT NULL DEFAULT '',
    CONSTRAINT token_is_sha256 CHECK (length(token) = 32)
);
CREATE INDEX login_person ON lectern.login (person);
COMMENT ON COLUMN lectern.login.token IS 'SHA-256 of the cookie; the cookie itself is nowhere.';
COMMENT ON COLUMN lectern.login.device IS 'Browser and system in words, as the owner would know it.';

CREATE TABLE lectern.link (
    token    bytea PRIMARY KEY,
    purpose  text NOT NULL,
    email    text,
    person   bigint REFERENCES lectern.person,
    booking  bigint,
    next     text,
    made     timestamptz NOT NULL DEFAULT lectern.clock(),
    expires  timestamptz NOT NULL,
    used     timestamptz,
    CONSTRAINT token_is_sha256 CHECK (length(token) = 32),
    CONSTRAINT link_purpose CHECK (purpose IN ('register', 'password', 'address', 'evaluation', 'approval', 'offer'))
);
CREATE INDEX link_person ON lectern.link (person);
COMMENT ON TABLE lectern.link IS 'One-time links in mails: only the SHA-256 of the token is kept.';
COMMENT ON COLUMN lectern.link.email IS 'The address that the link proves: to register with, or to change to.';
COMMENT ON COLUMN lectern.link.next IS 'Our own page to go on to afterwards, such as the session that was being booked.';

CREATE TABLE lectern.failure (
    key    text NOT NULL,
    at     timestamptz NOT NULL DEFAULT lectern.clock()
);
CREATE INDEX failure_key ON lectern.failure (key, at);
COMMENT ON TABLE lectern.failure IS 'Failed sign-ins and mails asked for, counted to slow down guessing; successes are never counted, so colleagues behind one address are never locked out.';
COMMENT ON COLUMN lectern.failure.key IS 'login:ACCOUNT-HASH, login:NETWORK, mail:ADDRESS-HASH: never an address in clear.';
