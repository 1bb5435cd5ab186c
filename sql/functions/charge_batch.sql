-- Statements: what an agency owes for a period, as one batch.

-- The period of invoicing that a day lies in: monthly, termly (to the end of
-- December, April, August) or quarterly.
CREATE FUNCTION app.invoice_period(p_how text, p_day date, OUT words text, OUT last date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_months  int := CASE p_how WHEN 'termly' THEN 4 WHEN 'quarterly' THEN 3 ELSE 1 END;
    v_first   date;
BEGIN
    v_first := make_date(extract(year FROM p_day)::int, ((extract(month FROM p_day)::int - 1) / v_months) * v_months + 1, 1);
    last := (v_first + make_interval(months => v_months) - interval '1 day')::date;
    words := CASE v_months
        WHEN 4 THEN (ARRAY['Spring', 'Summer', 'Autumn'])[extract(month FROM v_first)::int / 4 + 1] || ' term ' || to_char(v_first, 'YYYY')
        WHEN 3 THEN to_char(v_first, 'FMMonth') || ' to ' || to_char(last, 'FMMonth YYYY')
        ELSE to_char(v_first, 'FMMonth YYYY') END;
END $$;

-- make_batch: all that is confirmed, undisputed and past its time for
-- questions, of dates up to the end of a period and under one purchase order,
-- becomes one statement.
-- p_agency '': people whose organisation is not on the list.
-- p_order: the purchase order; '': charges that have none.
--
-- Outcomes: batched (with its number); not_found; nothing_to_batch;
-- no_purchase_order.
CREATE FUNCTION app.make_batch(p_actor bigint, p_agency text, p_upto date, p_order text, OUT outcome text, OUT batch bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_agency   agency;
    v_charges  bigint[];
    v_period   text;
BEGIN
    SELECT * INTO v_agency FROM agency a WHERE a.code = p_agency FOR UPDATE;
    IF app.coordinator(p_actor) IS NULL OR v_agency.id IS NULL AND p_agency <> '' THEN
        outcome := 'not_found';
        RETURN;
    ELSIF v_agency.purchase_order_required AND p_order = '' THEN
        outcome := 'no_purchase_order';
        RETURN;
    END IF;
    SELECT max(r.period) INTO v_period FROM app.charge_ready r
     WHERE r.agency IS NOT DISTINCT FROM v_agency.id AND r.last = p_upto AND coalesce(r.purchase_order, '') = p_order;
    v_charges := ARRAY(SELECT r.charge FROM app.charge_ready r
                        WHERE r.agency IS NOT DISTINCT FROM v_agency.id AND r.day <= p_upto
                          AND coalesce(r.purchase_order, '') = p_order);
    v_charges := ARRAY(SELECT c.id FROM charge c WHERE c.id = ANY (v_charges) AND c.state = 'confirmed' ORDER BY c.id FOR UPDATE);
    IF v_period IS NULL OR v_charges = '{}' THEN
        outcome := 'nothing_to_batch';
        RETURN;
    END IF;
    INSERT INTO batch (agency, period, upto, purchase_order, by)
    VALUES (v_agency.id, v_period, p_upto, nullif(p_order, ''), p_actor)
    RETURNING id INTO batch;
    UPDATE charge c SET state = 'batched', batch = make_batch.batch WHERE c.id = ANY (v_charges);
    INSERT INTO charge_history (charge, person, state) SELECT id, p_actor, 'batched' FROM unnest(v_charges) AS id;
    INSERT INTO audit (person, act, object) VALUES (p_actor, 'make_batch', 'batch ' || batch);
    outcome := 'batched';
END $$;

-- make_batches: a statement of everything whose period is over and that lacks
-- no purchase order.  Outcomes: batched, with their number; not_found;
-- nothing_to_batch.
CREATE FUNCTION app.make_batches(p_actor bigint, OUT outcome text, OUT made int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_due  record;
BEGIN
    made := 0;
    outcome := CASE WHEN app.coordinator(p_actor) IS NULL THEN 'not_found' ELSE 'nothing_to_batch' END;
    FOR v_due IN
        SELECT d.code, d.last, d.purchase_order FROM app.charge_due d
         WHERE outcome = 'nothing_to_batch' AND NOT d.running AND d.needs_order IS NOT TRUE
         ORDER BY d.last DESC, d.code
    LOOP
        CONTINUE WHEN (app.make_batch(p_actor, coalesce(v_due.code, ''), v_due.last, coalesce(v_due.purchase_order, ''))).outcome <> 'batched';
        outcome := 'batched';
        made := made + 1;
    END LOOP;
END $$;
