-- Purchase orders of organisations, each for its days; what a booking froze.

CREATE TABLE lectern.purchase_order (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agency  bigint NOT NULL REFERENCES lectern.agency,
    number  text NOT NULL,
    first   date NOT NULL,
    last    date NOT NULL,
    made    timestamptz NOT NULL DEFAULT lectern.clock(),
    by      bigint REFERENCES lectern.person,
    CONSTRAINT order_has_a_number CHECK (number <> ''),
    CONSTRAINT order_lasts CHECK (last >= first),
    CONSTRAINT one_order_a_day EXCLUDE USING gist (int8range(agency, agency, '[]') WITH &&, daterange(first, last, '[]') WITH &&)
);
COMMENT ON TABLE lectern.purchase_order IS 'The purchase orders that the charges of an organisation go under.';
COMMENT ON COLUMN lectern.purchase_order.first IS 'The first day of dates that it is for; last: the last.';

INSERT INTO lectern.purchase_order (agency, number, first, last)
SELECT a.id, a.purchase_order, make_date(y.year, 4, 1), make_date(y.year + 1, 3, 31)
  FROM lectern.agency a
 CROSS JOIN (SELECT extract(year FROM lectern.clock() - interval '3 months')::int AS year) AS y
 WHERE a.purchase_order <> '';
ALTER TABLE lectern.agency DROP COLUMN purchase_order,
  ADD CONSTRAINT agency_invoice_period CHECK (invoice_period IN ('monthly', 'quarterly', 'termly')) NOT VALID;
COMMENT ON COLUMN lectern.agency.invoice_period IS 'How often its charges become a statement; NULL: monthly.';

ALTER TABLE lectern.booking ADD full_fee int;
COMMENT ON COLUMN lectern.booking.full_fee IS 'What the place cost in full on the day of booking, in pence, for terms that charge a share of it; NULL: as the date says.';
COMMENT ON COLUMN lectern.booking.purchase_order IS 'The purchase order of the organisation for the day of the date, as on the day of booking.';
COMMENT ON COLUMN lectern.booking.invoice_period IS 'Its period of invoicing, as on the day of booking.';
