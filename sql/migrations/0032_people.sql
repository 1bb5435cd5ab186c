-- What people can do for themselves: leave a line by the link of a mail.

ALTER TABLE lectern.link ADD wish bigint REFERENCES lectern.wish;
COMMENT ON COLUMN lectern.link.wish IS 'Whose entry for the next place on any date the link can take back.';

-- The person's word and a coordinator's agreement together.
ALTER TABLE lectern.session DROP CONSTRAINT session_approval,
  ADD CONSTRAINT session_approval CHECK (approval IN ('none', 'declare', 'manager', 'coordinator', 'both', 'declare_coordinator'));
COMMENT ON COLUMN lectern.session.approval IS 'Who agrees to a place: both is the manager and a coordinator; see app.by_word, app.by_manager and app.by_team.';

-- One reminder a date; a second for who wants it.
ALTER TABLE lectern.rule ALTER second_reminder_days SET DEFAULT 0;
UPDATE lectern.rule SET second_reminder_days = 0 WHERE second_reminder_days = 2;
COMMENT ON COLUMN lectern.rule.second_reminder_days IS 'The same, a second time; 0: once is enough.';

-- Where statements go.
ALTER TABLE lectern.agency ADD post text NOT NULL DEFAULT '';
COMMENT ON COLUMN lectern.agency.post IS 'The postal address on its statements, line by line.';
