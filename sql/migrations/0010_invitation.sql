-- One invitation to give feedback a booking, however many workers there are;
-- and what was sent lately is found without reading all that ever was.

CREATE UNIQUE INDEX one_invitation ON lectern.mail (booking) WHERE kind = 'evaluation_invitation';
CREATE INDEX mail_finished ON lectern.mail USING brin (finished) WITH (autosummarize = on, pages_per_range = 32);
