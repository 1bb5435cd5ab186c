-- What coordinators write in the browser: who changed it last, what it was
-- before, what a date costs, when schools are closed, and who may read of a
-- learning review that is not published.

ALTER TABLE lectern.venue
  ADD changed timestamptz NOT NULL DEFAULT lectern.clock(), ADD by bigint REFERENCES lectern.person;
ALTER TABLE lectern.room
  ADD changed timestamptz NOT NULL DEFAULT lectern.clock(), ADD by bigint REFERENCES lectern.person;
ALTER TABLE lectern.event
  ADD changed timestamptz NOT NULL DEFAULT lectern.clock(), ADD by bigint REFERENCES lectern.person;
ALTER TABLE lectern.rule
  ADD changed timestamptz NOT NULL DEFAULT lectern.clock(), ADD by bigint REFERENCES lectern.person;

-- What an ordinary statement changes goes into the audit trail: the columns
-- that changed, as they were.
CREATE FUNCTION lectern.list_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_now   jsonb := to_jsonb(NEW) - ARRAY['version', 'changed', 'by', 'words'];
    v_was   jsonb := '{}';
BEGIN
    IF TG_OP = 'UPDATE' THEN
        SELECT coalesce(jsonb_object_agg(o.key, o.value), '{}') INTO v_was
          FROM jsonb_each(to_jsonb(OLD)) AS o
         WHERE v_now ? o.key AND v_now -> o.key IS DISTINCT FROM o.value;
    END IF;
    INSERT INTO audit (person, act, object, detail)
    VALUES (NEW."by", CASE TG_OP WHEN 'INSERT' THEN 'make_' ELSE 'change_' END || TG_TABLE_NAME,
            concat_ws(' ', TG_TABLE_NAME, to_jsonb(NEW) ->> 'code'),
            jsonb_build_object('version', NEW.version, 'was', v_was));
    RETURN NEW;
END $$;
CREATE TRIGGER venue_audit AFTER INSERT OR UPDATE ON lectern.venue
   FOR EACH ROW WHEN (NEW.by IS NOT NULL) EXECUTE FUNCTION lectern.list_audit();
CREATE TRIGGER room_audit AFTER INSERT OR UPDATE ON lectern.room
   FOR EACH ROW WHEN (NEW.by IS NOT NULL) EXECUTE FUNCTION lectern.list_audit();
CREATE TRIGGER event_audit AFTER INSERT OR UPDATE ON lectern.event
   FOR EACH ROW WHEN (NEW.by IS NOT NULL) EXECUTE FUNCTION lectern.list_audit();
CREATE TRIGGER rule_audit AFTER UPDATE ON lectern.rule
   FOR EACH ROW WHEN (NEW.by IS NOT NULL) EXECUTE FUNCTION lectern.list_audit();

ALTER TABLE lectern.session
  ADD cost_venue int NOT NULL DEFAULT 0,
  ADD cost_trainer int NOT NULL DEFAULT 0,
  ADD cost_other int NOT NULL DEFAULT 0,
  ADD CONSTRAINT costs_are_amounts CHECK (least(cost_venue, cost_trainer, cost_other) >= 0);
COMMENT ON COLUMN lectern.session.cost_venue IS 'What the date costs the partnership, in pence: the venue; then trainers; then all else.';

CREATE TABLE lectern.school_holiday (
    first  date NOT NULL,
    last   date NOT NULL,
    name   text NOT NULL,
    PRIMARY KEY (first, last),
    CONSTRAINT lasts_a_day CHECK (last >= first)
);
COMMENT ON TABLE lectern.school_holiday IS 'When schools are closed: dates copied into it are marked, not refused.';
INSERT INTO lectern.school_holiday (first, last, name) VALUES
    ('2026-05-25', '2026-05-29', 'May half-term'), ('2026-07-23', '2026-09-01', 'Summer holiday'),
    ('2026-10-26', '2026-10-30', 'Autumn half-term'), ('2026-12-21', '2027-01-01', 'Christmas holiday'),
    ('2027-02-15', '2027-02-19', 'Spring half-term'), ('2027-03-26', '2027-04-09', 'Easter holiday'),
    ('2027-05-31', '2027-06-04', 'May half-term'), ('2027-07-23', '2027-08-31', 'Summer holiday'),
    ('2027-10-25', '2027-10-29', 'Autumn half-term'), ('2027-12-20', '2027-12-31', 'Christmas holiday'),
    ('2028-02-14', '2028-02-18', 'Spring half-term'), ('2028-04-03', '2028-04-17', 'Easter holiday'),
    ('2028-05-29', '2028-06-02', 'May half-term'), ('2028-07-21', '2028-08-31', 'Summer holiday');

CREATE TABLE lectern.review_reader (
    review  bigint NOT NULL REFERENCES lectern.review,
    person  bigint NOT NULL REFERENCES lectern.person,
    by      bigint REFERENCES lectern.person,
    made    timestamptz NOT NULL DEFAULT lectern.clock(),
    PRIMARY KEY (review, person)
);
COMMENT ON TABLE lectern.review_reader IS 'Who may read of a learning review, and of its events and dates, before it is published.';
