-- What accounts need beside the person.

CREATE TABLE lectern.familiar (
    pair  bytea PRIMARY KEY,
    at    timestamptz NOT NULL DEFAULT lectern.clock(),
    CONSTRAINT pair_is_sha256 CHECK (length(pair) = 32)
);
CREATE INDEX familiar_at ON lectern.familiar (at);
COMMENT ON TABLE lectern.familiar IS 'Accounts that have signed in from a network: somebody else''s guessing there does not slow them down.  Kept 90 days.';
COMMENT ON COLUMN lectern.familiar.pair IS 'SHA-256 over an HMAC of the address and the network: neither can be read from it.';

ALTER TABLE lectern.setting ADD COLUMN provisional boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN lectern.setting.provisional IS 'Typed by somebody who registered; not suggested to others until a coordinator has looked at it.';
