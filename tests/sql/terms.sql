-- Published cancellation terms as data, each against worked examples.
BEGIN;
\ir fixture.psql
\ir terms.psql
SELECT plan(83);
SELECT is((SELECT count(*)::int FROM made WHERE outcome = 'made'), 16, 'the terms of the file are made');
SELECT is((SELECT string_agg(DISTINCT (app.make_terms(NULL, NULL, t)).outcome, ' ') FROM jsonb_array_elements((:'doc')::jsonb -> 'terms') AS t),
          'same', 'read again they say the same');
SELECT is((SELECT count(*)::int FROM policy), 16, 'and no version is made');

-- Wirral: 3 working days; £50 up to half a day, £90 a day; schools the full cost
SELECT pg_temp.date_of('TST-101/W1', 'WIRRAL', '2027-01-05 09:30/16:00');
SELECT pg_temp.date_of('TST-101/W2', 'WIRRAL', '2026-12-31 09:30/12:30');
SELECT is(pg_temp.free('TST-101/W1'), '2026-12-30 23:59', 'Wirral: 3 working days before 5 January skip New Year''s Day and the weekend');
SELECT is(pg_temp.free('TST-101/W2'), '2026-12-24 23:59', 'Wirral: before 31 December they skip Christmas and the substitute of Boxing Day');
SELECT is(pg_temp.price('TST-101/W1', 'private'), 9000, 'Wirral: £90 for a full day');
SELECT is(pg_temp.price('TST-101/W2', 'private'), 5000, 'Wirral: £50 up to half a day');
UPDATE session SET full_fee = 12500 WHERE ref = 'TST-101/W1';
SELECT is(pg_temp.price('TST-101/W1', 'maintained_school'), 12500, 'Wirral: a school pays the full cost');
SELECT is(pg_temp.price('TST-101/W1', 'private'), 9000, 'Wirral: others still the fixed amount');

-- Northamptonshire: 72 hours, over both changes of the clock
SELECT pg_temp.date_of('TST-101/N1', 'NORTHAMPTONSHIRE', '2027-03-30 10:00/16:00');
SELECT pg_temp.date_of('TST-101/N2', 'NORTHAMPTONSHIRE', '2026-10-26 10:00/13:00', '2026-10-27 10:00/13:00');
SELECT is(pg_temp.free('TST-101/N1'), '2027-03-27 09:00', 'Northamptonshire: 72 hours before 10am summer time is 9am winter time');
SELECT is(pg_temp.free('TST-101/N2'), '2026-10-23 10:00', 'Northamptonshire: and in autumn 11am summer time');
SELECT is(pg_temp.price('TST-101/N1', 'private'), 5000, 'Northamptonshire: £50');
SELECT is(pg_temp.price('TST-101/N2', 'private'), 5000, 'Northamptonshire: however many days');

-- Staffordshire: half under 4 weeks, all under 2; free for partners, but not for who does not come
SELECT pg_temp.date_of('TST-101/S1', 'STAFFORDSHIRE', '2027-04-14 10:00/16:00');
SELECT is(pg_temp.free('TST-101/S1'), '2027-03-17 10:00', 'Staffordshire: 4 weeks to the hour of the wall clock');
SELECT is(pg_temp.share('TST-101/S1', '2027-03-20 12:00Z'), 50, 'Staffordshire: half under 4 weeks');
SELECT is(pg_temp.share('TST-101/S1', '2027-03-31 08:59Z'), 50, 'Staffordshire: half to the minute');
SELECT is(pg_temp.share('TST-101/S1', '2027-03-31 09:00Z'), 100, 'Staffordshire: all from 2 weeks on, in summer time');
SELECT is(pg_temp.price('TST-101/S1', 'safeguarding_partner', 'fee'), 0, 'Staffordshire: partners pay no fee');
SELECT is(pg_temp.price('TST-101/S1', 'safeguarding_partner'), 5000, 'Staffordshire: but the fee if they do not come');
SELECT is(pg_temp.price('TST-101/S1', 'private', 'fee'), 5000, 'Staffordshire: others pay £50');

-- West Sussex: more than 10 working days; £35 half a day, £70 a day, £140 for two
SELECT pg_temp.date_of('TST-101/X1', 'WEST-SUSSEX', '2027-04-09 09:30/12:30');
SELECT pg_temp.date_of('TST-101/X2', 'WEST-SUSSEX', '2027-04-15 09:30/16:30', '2027-04-16 09:30/16:30');
SELECT is(pg_temp.free('TST-101/X1'), '2027-03-24 09:30', 'West Sussex: 10 working days skip Good Friday and Easter Monday');
SELECT is(pg_temp.price('TST-101/X1', 'private'), 3500, 'West Sussex: £35 for half a day');
SELECT is(pg_temp.price('TST-101/X2', 'private'), 14000, 'West Sussex: £140 for two days');
SELECT is((SELECT app.price(app.policy_of(id), id, 'private', 'absence', 1) FROM session WHERE ref = 'TST-101/X2'), 7000, 'West Sussex: £70 for one of them');

-- Greenwich: 2 days; £80 and £40; private organisations pay £100 and £50 for the place
SELECT pg_temp.date_of('TST-101/G1', 'GREENWICH', '2026-12-07 09:30/16:00');
SELECT pg_temp.date_of('TST-101/G2', 'GREENWICH', '2026-12-07 09:30/13:00');
SELECT is(pg_temp.free('TST-101/G1'), '2026-12-05 09:30', 'Greenwich: 2 days before a Monday is a Saturday');
SELECT is(pg_temp.price('TST-101/G1', 'safeguarding_partner'), 8000, 'Greenwich: £80 a day');
SELECT is(pg_temp.price('TST-101/G2', 'safeguarding_partner'), 4000, 'Greenwich: £40 half a day');
SELECT is(pg_temp.price('TST-101/G1', 'private', 'fee'), 10000, 'Greenwich: £100 for a private organisation');
SELECT is(pg_temp.price('TST-101/G2', 'private', 'fee'), 5000, 'Greenwich: £50 for half a day');
SELECT is(pg_temp.price('TST-101/G1', 'safeguarding_partner', 'fee'), 0, 'Greenwich: partners nothing');

-- Bath and North East Somerset: 10 working days; the full price, £70 for the statutory bodies
SELECT pg_temp.date_of('TST-101/B1', 'BATH', '2027-05-10 10:00/16:00');
SELECT pg_temp.date_of('TST-101/B2', 'BATH', '2027-05-10 10:00/13:00');
SELECT is(pg_temp.free('TST-101/B1'), '2027-04-23 09:00', 'Bath: 10 working days skip the early May holiday');
SELECT is(pg_temp.price('TST-101/B1', 'safeguarding_partner'), 7000, 'Bath: statutory bodies £70');
SELECT is(pg_temp.price('TST-101/B1', 'small_voluntary'), 3500, 'Bath: small charities £35');
SELECT is(pg_temp.price('TST-101/B2', 'small_voluntary'), 2000, 'Bath: £20 for half a day');
SELECT is(pg_temp.price('TST-101/B1', 'maintained_school'), 7000, 'Bath: schools £70');
SELECT is(pg_temp.price('TST-101/B1', 'out_of_area'), 10000, 'Bath: others £100');

-- South Tyneside: 2 working days; £50 and £25
SELECT pg_temp.date_of('TST-101/T1', 'SOUTH-TYNESIDE', '2026-12-07 09:30/16:00', '2026-12-08 09:30/16:00');
SELECT pg_temp.date_of('TST-101/T2', 'SOUTH-TYNESIDE', '2026-12-29 09:30/12:00');
SELECT is(pg_temp.free('TST-101/T1'), '2026-12-03 09:30', 'South Tyneside: 2 working days before a Monday is a Thursday');
SELECT is(pg_temp.free('TST-101/T2'), '2026-12-23 09:30', 'South Tyneside: over Christmas 6 days');
SELECT is(pg_temp.price('TST-101/T1', 'private'), 5000, 'South Tyneside: £50, also for two days');
SELECT is(pg_temp.price('TST-101/T2', 'private'), 2500, 'South Tyneside: £25 for half a day');

-- North Yorkshire: 7 days; £50 for half a day, £50 a day for several
SELECT pg_temp.date_of('TST-101/Y1', 'NORTH-YORKSHIRE', '2027-03-31 09:30/12:30');
SELECT pg_temp.date_of('TST-101/Y2', 'NORTH-YORKSHIRE', '2027-03-31 09:30/16:30', '2027-04-01 09:30/16:30');
SELECT is(pg_temp.free('TST-101/Y1'), '2027-03-24 09:30', 'North Yorkshire: 7 days by the wall clock, over its change');
SELECT is(pg_temp.price('TST-101/Y1', 'private'), 5000, 'North Yorkshire: £50 for half a day');
SELECT is(pg_temp.price('TST-101/Y2', 'private'), 10000, 'North Yorkshire: £50 a day for two');

-- Teeswide: more than 7 calendar days
SELECT pg_temp.date_of('TST-101/E1', 'TEESWIDE', '2026-12-15 14:00/16:00');
SELECT is(pg_temp.free('TST-101/E1'), '2026-12-08 00:00', 'Teeswide: more than 7 days is the end of the eighth');
SELECT is((SELECT extra_costs FROM policy WHERE id = app.policy_of((SELECT id FROM session WHERE ref = 'TST-101/E1'))), true, 'Teeswide: costs such as an interpreter come on top');

-- Leicestershire care group: 2 days; £25 half, £50 a day, so £100 for two; 30 minutes late
SELECT pg_temp.date_of('TST-101/L1', 'LEICESTERSHIRE-CARE', '2026-12-10 09:00/12:00', '2026-12-10 13:00/16:00', '2026-12-11 09:00/16:00');
SELECT is(pg_temp.price('TST-101/L1', 'private'), 10000, 'Leicestershire: a morning and an afternoon are a day, so £100 for two');
SELECT is(pg_temp.free('TST-101/L1'), '2026-12-08 09:00', 'Leicestershire: 2 days');

-- Shropshire: the course fee, even from those who pay none
SELECT pg_temp.date_of('TST-101/H1', 'SHROPSHIRE', '2026-12-10 09:00/16:00');
SELECT is(pg_temp.price('TST-101/H1', 'safeguarding_partner'), 8000, 'Shropshire: the fee, even from who pays none');

SELECT pg_temp.date_of('TST-101/H2', 'SHROPSHIRE-LONG', '2026-12-10 09:00/16:00', '2026-12-17 09:00/16:00');
SELECT is(pg_temp.free('TST-101/H1') || ', ' || pg_temp.free('TST-101/H2'), '2026-12-03 09:00, 2026-11-26 09:00', 'Shropshire: 7 days, 14 for courses of several days');

-- Plymouth: 14 days, the full cost
SELECT pg_temp.date_of('TST-101/O1', 'PLYMOUTH', '2027-04-08 10:00/16:00');
UPDATE session SET full_fee = 12000 WHERE ref = 'TST-101/O1';
SELECT is(pg_temp.free('TST-101/O1'), '2027-03-25 10:00', 'Plymouth: 14 days by the wall clock, over its change');
SELECT is(pg_temp.price('TST-101/O1', 'contributing_agency'), 12000, 'Plymouth: the full cost of the course');

-- the tiered one: never free
SELECT pg_temp.date_of('TST-101/C1', 'TIERED', '2026-12-15 10:00/16:00');
SELECT is((SELECT array_agg(app.late_share(app.policy_of(s.id), s.starts, at) ORDER BY at) FROM session s,
                  unnest(ARRAY['2026-11-17 09:59Z', '2026-11-17 10:00Z', '2026-11-24 10:00Z', '2026-12-01 10:00Z', '2026-12-08 09:59Z', '2026-12-08 10:00Z']::timestamptz[]) AS at
            WHERE s.ref = 'TST-101/C1'), ARRAY[10, 25, 50, 75, 75, 100], 'a tenth, a quarter, half, three quarters, all');
SELECT is((SELECT app.free_until(app.policy_of(id), starts) FROM session WHERE ref = 'TST-101/C1'), '-infinity', 'and no time at which it is free');

-- the standard ones, in words
SELECT pg_temp.date_of('TST-101/D1', 'STANDARD', '2026-11-10 09:30/12:30');
SELECT pg_temp.date_of('TST-101/D2', 'STANDARD', '2026-11-10 09:30/16:00');
SELECT pg_temp.date_of('TST-101/D3', 'STANDARD', '2026-11-10 09:30/10:45');
CREATE FUNCTION pg_temp.words(p_ref text, p_class text) RETURNS text
LANGUAGE sql AS $$
    SELECT app.terms_words(app.policy_of(id), id, p_class, app.free_until(app.policy_of(id), starts)) FROM lectern.session WHERE ref = p_ref
$$;
SELECT is(pg_temp.words('TST-101/D1', 'safeguarding_partner'),
          'Free to cancel until Tuesday 3 November, 5pm; after that £30. Not coming costs the same. You can send a colleague instead at no cost. Coming more than 10 minutes late counts as not coming.',
          'until when it is free and what it costs after that');
SELECT is(pg_temp.words('TST-101/D2', 'private'),
          'A place costs your organisation £100. Free to cancel until Tuesday 3 November, 5pm; after that £60. Not coming costs the same. You can send a colleague instead at no cost. Coming more than 15 minutes late counts as not coming.',
          'who pays for the place is told so');
SELECT is(pg_temp.words('TST-101/D3', 'private'),
          'Nothing is charged for cancelling or not coming, but please tell us as soon as you know: someone may be waiting for the place.', 'a short briefing costs nothing');
SELECT is(pg_temp.words('TST-101/S1', 'private'),
          'A place costs your organisation £50. Free to cancel until Wednesday 17 March, 10am; after that £25, from Wednesday 31 March, 10am £50. Not coming costs the same. You can send a colleague instead at no cost. Coming more than 15 minutes late or leaving early counts as not coming.',
          'tiers are told by their dates');
SELECT is(pg_temp.words('TST-101/C1', 'private'),
          'A place costs your organisation £150. Cancelling now costs £15, from Tuesday 17 November, 10am £37.50, from Tuesday 24 November, 10am £75, from Tuesday 1 December, 10am £112.50, from Tuesday 8 December, 10am £150. Not coming costs the same.',
          'where it is never free that is told');
SELECT is(pg_temp.words('TST-101/B1', NULL),
          'Free to cancel until Friday 23 April, 10am; after that up to £100. Not coming costs the same. You can send a colleague instead at no cost.', 'whom we do not know is told the most');
UPDATE session SET no_charges = 'Snow' WHERE ref = 'TST-101/D1';
SELECT is(pg_temp.words('TST-101/D1', 'private') LIKE 'Nothing is charged%', true, 'a date may be spared');
SELECT is(app.terms_words(NULL, (SELECT id FROM session WHERE ref = 'TST-101/D2'), 'private', '2026-11-05 12:00Z'),
          'Cancel free of charge until Thursday 5 November 2026, midday. After that, please still tell us: someone may be waiting for the place.', 'without terms nothing is asked');
SELECT is(app.money_words(123450), '£1,234.50', 'money in words');

-- which terms a date has
SELECT pg_temp.date_of('TST-101/P1', NULL, '2026-12-15 10:00/16:00');
SELECT is(app.policy_of((SELECT id FROM session WHERE ref = 'TST-101/P1')), NULL, 'without any there are none');
UPDATE rule SET terms = 'STANDARD';
SELECT is((SELECT terms FROM policy WHERE id = app.policy_of((SELECT id FROM session WHERE ref = 'TST-101/P1'))), 'STANDARD', 'the partnership''s');
UPDATE event SET terms = 'SUTTON' WHERE code = 'TST-101';
SELECT is((SELECT terms FROM policy WHERE id = app.policy_of((SELECT id FROM session WHERE ref = 'TST-101/P1'))), 'SUTTON', 'before them the course''s');

-- frozen at booking
SELECT is(app.change_invoicing(pg_temp.person(1), 'TST1', 1, 'termly', true, ''), 'not_found', 'nobody else says how an organisation is invoiced');
SELECT is(app.change_invoicing(pg_temp.person(8), 'TST1', 1, 'termly', true, '1 High Street'), 'saved', 'a coordinator does');
SELECT is(app.change_invoicing(pg_temp.person(8), 'TST1', 1, 'monthly', true, ''), 'stale', 'never over another');
SELECT is(app.add_order(pg_temp.person(8), 'TST1', 'PO-77', '2026-12-01', '2026-12-31'), 'added', 'a purchase order for some days');
SELECT is(app.add_order(pg_temp.person(8), 'TST1', 'PO-78', '2026-12-31', '2027-03-31'), 'order_overlaps', 'one a day');
SELECT is(app.add_order(pg_temp.person(8), 'TST1', 'PO-78', '2027-01-02', '2027-01-01'), 'order_days', 'from a day to a later one');
SELECT is(pg_temp.book(1, 'TST-101/P1'), 'confirmed', 'booked');
SELECT is((SELECT (o.terms, o.version, b.charging_class, b.purchase_order, b.invoice_period, b.free_until AT TIME ZONE 'UTC')::text
             FROM booking b JOIN policy o ON o.id = b.policy WHERE b.id = pg_temp.booking(1, 'TST-101/P1')),
          '(SUTTON,1,safeguarding_partner,PO-77,termly,"2026-12-11 10:00:00")', 'the booking keeps terms, class, order, period and free time');
SELECT is((SELECT (outcome, version)::text FROM app.make_terms(NULL, 1, '{"code":"SUTTON","name":"Sutton","notice":9,"unit":"working_days","amounts":[{"kind":"absence","half":1,"day":2}]}')),
          '(made,2)', 'a new version');
SELECT is(pg_temp.book(2, 'TST-101/P1'), 'confirmed', 'booked after it');
SELECT is((SELECT string_agg(o.version::text, ' ' ORDER BY b.id) FROM booking b JOIN policy o ON o.id = b.policy WHERE o.terms = 'SUTTON'),
          '1 2', 'each under its own version');
SELECT is((SELECT outcome FROM app.make_terms(NULL, 1, '{"code":"SUTTON","name":"Sutton","notice":5}')), 'stale_terms', 'two at once: the second is told');
SELECT is((SELECT outcome FROM app.make_terms(pg_temp.person(1), 2, '{"code":"SUTTON","name":"Sutton"}')), 'not_found', 'nobody else makes terms');
SELECT is((SELECT outcome FROM app.make_terms(pg_temp.person(8), 2, '{"code":"SUTTON","name":"Sutton","notice":5,"tiers":[{"notice":6,"share":50}]}')), 'bad_terms', 'a tier before the free time ends cannot be');

-- who books inside the charge window
SELECT is(pg_temp.book(3, 'TST-101/D2'), 'confirmed', 'while it is free');
UPDATE deployment SET shift = timestamptz '2026-11-05 09:00Z' - now();
SELECT is(pg_temp.book(4, 'TST-101/D2'), 'confirmed', 'and late');
SELECT is((SELECT free_until FROM booking WHERE id = pg_temp.booking(4, 'TST-101/D2')), '2026-11-06 09:00Z', 'who books late may withdraw free for a day');
SELECT is((SELECT app.offers_from(s.starts, app.session_free_until(s)) FROM session s WHERE ref = 'TST-101/D2'), '2026-10-27 09:30Z', 'places are offered from the earlier of the two figures');
SELECT * FROM finish();
ROLLBACK;
