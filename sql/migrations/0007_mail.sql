-- The outbox: a mail is a row, born in the transaction that calls for it.

CREATE TABLE lectern.mail (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind        text NOT NULL,
    person      bigint REFERENCES lectern.person,
    address     text NOT NULL,
    booking     bigint REFERENCES lectern.booking,
    session     bigint REFERENCES lectern.session,
    link_next   text,
    detail      jsonb NOT NULL DEFAULT '{}',
    state       text NOT NULL DEFAULT 'queued',
    made        timestamptz NOT NULL DEFAULT lectern.clock(),
    due         timestamptz NOT NULL DEFAULT lectern.clock(),
    attempts    int NOT NULL DEFAULT 0,
    claimed     timestamptz,
    finished    timestamptz,
    reply       text NOT NULL DEFAULT '',
    message_id  uuid NOT NULL DEFAULT gen_random_uuid(),
    CONSTRAINT mail_state CHECK (state IN ('queued', 'sending', 'sent', 'refused', 'bounced', 'dropped')),
    CONSTRAINT mail_one_address CHECK (address ~ '^[^\s,;<>]+@[^\s,;<>@]+$')
);
CREATE INDEX mail_due ON lectern.mail (due, id) WHERE state IN ('queued', 'sending');
CREATE INDEX mail_trouble ON lectern.mail (made) WHERE state IN ('queued', 'sending', 'refused', 'bounced');
CREATE INDEX mail_booking ON lectern.mail (booking);
CREATE INDEX mail_person ON lectern.mail (person);
COMMENT ON TABLE lectern.mail IS 'The outbox.  One row, one recipient.  The worker polls: NOTIFY would make every commit wait for every other.';
COMMENT ON COLUMN lectern.mail.reply IS 'What the mail server last said, or why the mail was dropped.';
COMMENT ON COLUMN lectern.mail.claimed IS 'When a worker took it; taken again after 10 minutes, with the same Message-ID.';
COMMENT ON COLUMN lectern.mail.detail IS 'What a template needs and no other table holds.';
