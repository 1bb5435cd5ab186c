-- order_list()
-- How organisations are invoiced: first those that need a purchase order and have none.
SELECT i.code, i.name, i.period_words, i.needed, i.number, i.last_words, i.missing
  FROM app.invoicing i ORDER BY i.missing DESC, i.name;

-- order_agency(agency text)
-- How one of them is.
SELECT i.code, i.name, i.period, i.needed, i.post, i.version, i.missing FROM app.invoicing i WHERE i.code = :agency;

-- order_lines(agency text)
-- Its purchase orders, the latest first.
SELECT o.id, o.code, o.number, o.first_words, o.last_words, o.bookings FROM app.order_line o WHERE o.code = :agency ORDER BY o.first DESC;

-- order_invoicing(actor int, agency text, version int, period text, needed bool, post text)
-- Say how often it gets a statement, and whether that needs an order.
SELECT o.outcome FROM app.change_invoicing(:actor, :agency, :version::int, :period, :needed, :post) AS o;

-- order_add(actor int, agency text, number text, first date, last date)
-- A purchase order for some days.
SELECT o.outcome FROM app.add_order(:actor, :agency, :number, :first, :last) AS o;

-- order_drop(actor int, agency text, id int)
-- No longer.
SELECT o.outcome FROM app.drop_order(:actor, :agency, :id) AS o;
