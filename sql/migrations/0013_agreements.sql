-- Agreements: reminders, addresses that do not work, and people who stayed away.

ALTER TABLE lectern.approval
  ADD remind    timestamptz,
  ADD returned  text,
  ADD CONSTRAINT approval_returned CHECK (returned IN ('bounced', 'not_mine'));
COMMENT ON COLUMN lectern.approval.remind IS 'When the manager is reminded, once: half-way in working time; NULL: there is no time for it.';
COMMENT ON COLUMN lectern.approval.reminded IS 'When that was done.';
COMMENT ON COLUMN lectern.approval.returned IS 'The question came back to the person: the mail bounced, or whoever has the address is not their manager.';
CREATE INDEX approval_remind ON lectern.approval (remind) WHERE state = 'open' AND reminded IS NULL;

ALTER TABLE lectern.rule
  ADD no_show_count       int NOT NULL DEFAULT 3,
  ADD no_show_months      int NOT NULL DEFAULT 12,
  ADD no_show_bar_months  int NOT NULL DEFAULT 6,
  ADD CONSTRAINT no_shows_are_counted CHECK (no_show_count >= 0 AND least(no_show_months, no_show_bar_months) > 0);
COMMENT ON COLUMN lectern.rule.no_show_count IS 'Who did not come to so many dates needs a manager''s agreement for every booking; 0: nobody does.';
COMMENT ON COLUMN lectern.rule.no_show_months IS 'Within how many months those dates must lie.';
COMMENT ON COLUMN lectern.rule.no_show_bar_months IS 'For how many months after the last of them.';
