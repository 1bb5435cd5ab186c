-- Purchase orders of organisations, and how often they get a statement.

-- The order that an organisation has for a day, or NULL.
CREATE FUNCTION app.order_on(p_agency bigint, p_day date) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
BEGIN
    RETURN (SELECT o.number FROM purchase_order o WHERE o.agency = p_agency AND p_day BETWEEN o.first AND o.last);
END $$;

-- change_invoicing: how often an organisation gets its statement, and whether
-- that needs a purchase order, for bookings from now on; and where it goes.
-- Outcomes: saved; not_found; stale.
CREATE FUNCTION app.change_invoicing(p_actor bigint, p_agency text, p_version int, p_period text, p_needed boolean, p_post text, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_agency  agency;
BEGIN
    SELECT * INTO v_agency FROM agency a WHERE a.code = p_agency AND app.coordinator(p_actor) IS NOT NULL FOR UPDATE;
    outcome := CASE WHEN NOT FOUND THEN 'not_found' WHEN v_agency.version <> p_version THEN 'stale' ELSE 'saved' END;
    IF outcome = 'saved' THEN
        UPDATE agency SET invoice_period = p_period, purchase_order_required = p_needed, post = p_post, version = version + 1 WHERE id = v_agency.id;
        INSERT INTO audit (person, act, object, detail)
        VALUES (p_actor, 'change_invoicing', 'agency ' || p_agency,
                jsonb_build_object('was', jsonb_build_object('invoice_period', v_agency.invoice_period,
                                                             'purchase_order_required', v_agency.purchase_order_required,
                                                             'post', v_agency.post),
                                   'now', jsonb_build_object('invoice_period', p_period, 'purchase_order_required', p_needed, 'post', p_post)));
    END IF;
END $$;

-- add_order: a purchase order for the dates from p_first to p_last.  Bookings
-- made from now on keep its number; older ones without one take it too.
-- Outcomes: added; not_found; order_days (it ends before it begins);
-- order_overlaps (there is another for some of these days).
CREATE FUNCTION app.add_order(p_actor bigint, p_agency text, p_number text, p_first date, p_last date, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_agency  bigint;
BEGIN
    SELECT id INTO v_agency FROM agency a WHERE a.code = p_agency AND app.coordinator(p_actor) IS NOT NULL FOR UPDATE;
    outcome := CASE
        WHEN NOT FOUND THEN 'not_found'
        WHEN p_last < p_first THEN 'order_days'
        WHEN EXISTS (SELECT FROM purchase_order o WHERE o.agency = v_agency AND o.first <= p_last AND o.last >= p_first
                        AND (o.number, o.first, o.last) IS DISTINCT FROM (p_number, p_first, p_last)) THEN 'order_overlaps'
        ELSE 'added' END;
    IF outcome = 'added' THEN
        INSERT INTO purchase_order (agency, number, first, last, by) VALUES (v_agency, p_number, p_first, p_last, p_actor)
            ON CONFLICT DO NOTHING;
        INSERT INTO audit (person, act, object, detail)
        VALUES (p_actor, 'add_order', 'agency ' || p_agency, jsonb_build_object('order', p_number, 'first', p_first, 'last', p_last));
    END IF;
END $$;

-- drop_order: an order ends or was wrong; bookings that hold its number keep
-- it.  Outcomes: dropped; not_found.
CREATE FUNCTION app.drop_order(p_actor bigint, p_agency text, p_order bigint, OUT outcome text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = lectern, pg_temp AS $$
DECLARE
    v_number  text;
BEGIN
    DELETE FROM purchase_order o USING agency a
     WHERE o.id = p_order AND a.id = o.agency AND a.code = p_agency AND app.coordinator(p_actor) IS NOT NULL
    RETURNING o.number INTO v_number;
    outcome := CASE WHEN FOUND THEN 'dropped' ELSE 'not_found' END;
    IF outcome = 'dropped' THEN
        INSERT INTO audit (person, act, object, detail) VALUES (p_actor, 'drop_order', 'agency ' || p_agency, jsonb_build_object('order', v_number));
    END IF;
END $$;
