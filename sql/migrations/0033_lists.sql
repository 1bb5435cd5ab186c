-- Trainers and the standing checklist, kept in the browser: nothing of them is
-- deleted, so that what was stays readable.

ALTER TABLE lectern.trainer
  ADD retired boolean NOT NULL DEFAULT false,
  ADD version int NOT NULL DEFAULT 1;
COMMENT ON COLUMN lectern.trainer.retired IS 'Offered for no more dates; stays on those that it leads.';

ALTER TABLE lectern.check_item
  ADD position int NOT NULL DEFAULT 0,
  ADD retired boolean NOT NULL DEFAULT false,
  ADD made timestamptz NOT NULL DEFAULT '-infinity',
  ADD version int NOT NULL DEFAULT 1;
ALTER TABLE lectern.check_item ALTER made SET DEFAULT lectern.clock();
COMMENT ON COLUMN lectern.check_item.made IS 'Dates that were over by then are not asked for it.';
COMMENT ON COLUMN lectern.check_item.position IS 'Where it stands among those for every date.';
COMMENT ON COLUMN lectern.check_item.retired IS 'For no more dates: only those where it was done still show it.';
UPDATE lectern.check_item SET position = id WHERE session IS NULL;
