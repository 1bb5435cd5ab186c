// The demo is alive: no page of a first visitor is empty.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { begin, end, run, sql } from './world.mjs'

const now = '2027-01-18T10:00:00Z'
let done
before(() => {
  begin()
  done = run('demo', '--now', now)
})
after(end)
const number = text => Number(sql(text))
const between = (n, least, most) => assert.ok(n >= least && n <= most, `${n} is not from ${least} to ${most}`)
const own = "JOIN lectern.person p ON p.id = b.person WHERE p.email = 'practitioner@example.org'"

test('it loads, and the clock runs on from the instant given', () => {
  assert.equal(done.status, 0, done.err)
  between(number(`SELECT extract(epoch FROM lectern.clock() - '${now}')`), 0, 120)
  assert.equal(sql("SELECT starts AT TIME ZONE 'UTC' FROM lectern.session WHERE ref = 'WTO-201/04'"), '2027-01-22 09:30:00')
})
test('about 3,000 bookings, of every state that there is', () => {
  between(number('SELECT count(*) FROM lectern.booking'), 2500, 3500)
  const states = sql('SELECT DISTINCT state FROM lectern.booking ORDER BY 1').split('\n')
  for (const state of ['cancelled', 'confirmed', 'declined', 'requested', 'waiting']) assert.ok(states.includes(state), state)
})
test('nobody has a place too many, and the counts are right', () => {
  assert.equal(sql(`SELECT count(*) FROM lectern.pool l
    WHERE kind <> 'workshop' AND (taken <> (SELECT count(*) FROM lectern.booking b WHERE b.pool = l.id AND (state IN ('confirmed', 'offered') OR held) AND NOT over)
       OR waiting <> (SELECT count(*) FROM lectern.booking b WHERE b.pool = l.id AND state = 'waiting'))`), '0')
})
test('nobody came without what must come before', () => {
  assert.equal(sql(`SELECT count(*) FROM lectern.booking b JOIN lectern.session s ON s.id = b.session
    JOIN lectern.event_prerequisite r ON r.event = s.event JOIN lectern.person p ON p.id = b.person AND p.code LIKE 'P%'
    WHERE NOT EXISTS (SELECT FROM lectern.past_attendance a WHERE a.person = b.person AND a.event = r.requires)`), '0')
})
test('some sessions to come are full with people waiting, some nearly full', () => {
  const coming = "FROM lectern.pool l JOIN lectern.session s ON s.id = l.session WHERE s.starts > lectern.clock() AND s.status = 'open'"
  between(number(`SELECT count(*) ${coming} AND l.waiting > 0`), 2, 20)
  between(number(`SELECT count(*) ${coming} AND l.taken BETWEEN l.capacity - 3 AND l.capacity - 1`), 1, 40)
})
test('the door has a session this week', () => {
  between(number("SELECT count(*) FROM lectern.session WHERE status = 'open' AND starts BETWEEN lectern.clock() AND lectern.clock() + interval '7 days'"), 1, 9)
})
test('registers are signed off, a few forgotten, one corrected', () => {
  assert.equal(sql("SELECT count(*) FROM lectern.register WHERE state = 'corrected'"), '1')
  between(number("SELECT count(*) FROM lectern.register WHERE state = 'signed_off'"), 40, 60)
  between(number(`SELECT count(DISTINCT b.session) FROM lectern.booking b JOIN lectern.session s ON s.id = b.session
    WHERE s.ends < lectern.clock() AND s.status = 'open'
      AND NOT EXISTS (SELECT FROM lectern.register r WHERE r.session = s.id)`), 2, 10)
})
test('about half of those who were there answered', () => {
  between(number(`SELECT 100 * count(response) / count(*) FROM app.evaluation`), 40, 65)
})
test('one alert is open, others are settled', () => {
  assert.equal(sql('SELECT count(*) FROM lectern.alert WHERE settled IS NULL'), '1')
  between(number('SELECT count(*) FROM lectern.alert WHERE settled > raised'), 3, 60)
})
test('a request waits for a manager, whose mail is about to go, and one for the coordinator; others were decided', () => {
  between(number("SELECT count(*) FROM lectern.mail m JOIN lectern.approval v ON v.booking = m.booking AND v.state = 'open' WHERE m.kind = 'agreement_asked' AND m.state = 'queued'"), 1, 9)
  between(number("SELECT count(*) FROM lectern.approval WHERE kind = 'manager' AND state = 'open' AND expires > lectern.clock()"), 1, 9)
  between(number("SELECT count(*) FROM app.agreement_waiting"), 1, 20)
  between(number("SELECT count(*) FROM lectern.approval WHERE state = 'agreed'"), 9, 90)
  between(number("SELECT count(*) FROM lectern.approval WHERE state = 'declined'"), 1, 20)
  between(number("SELECT count(*) FROM lectern.approval WHERE state = 'expired'"), 1, 20)
  assert.equal(sql('SELECT count(*) FROM app.work_agreements_due()'), '0')
})
test('no mail of the past waits to be sent', () => {
  assert.equal(sql("SELECT coalesce(string_agg(kind || ' ' || state, ', '), '') FROM lectern.mail WHERE state IN ('queued', 'sending') AND due <= lectern.clock() AND kind NOT LIKE 'agreement%' AND kind NOT IN ('offer', 'booking_cancelled', 'wish_made')"), '')
  between(number('SELECT count(*) FROM lectern.mail'), 3000, 9000)
})
test('terms are in force, and what was cancelled late or missed is charged, decided, questioned and on statements', () => {
  const n = state => number(`SELECT count(*) FROM lectern.charge WHERE state = '${state}'`)
  assert.equal(sql('SELECT terms FROM lectern.rule'), 'STANDARD')
  assert.equal(sql("SELECT terms, full_fee FROM lectern.event WHERE code = 'CON-901'"), 'PLYMOUTH|9500')
  between(n('proposed'), 5, 120)
  between(n('confirmed'), 20, 200)
  between(n('batched'), 100, 500)
  between(n('waived'), 3, 12)
  assert.deepEqual([n('disputed'), n('credited')], [1, 1])
  between(number("SELECT count(DISTINCT kind) FROM lectern.charge"), 5, 6)
  between(number('SELECT count(*) FROM lectern.batch'), 40, 150)
  between(number('SELECT count(*) FROM app.charge_due WHERE NOT running'), 5, 40)
  between(number('SELECT count(*) FROM app.charge_due WHERE needs_order'), 1, 5)
  assert.equal(sql("SELECT count(*) FROM lectern.charge WHERE state = 'proposed' AND made < lectern.clock() - interval '60 days'"), '0')
  assert.equal(sql('SELECT count(*) FROM lectern.charge c JOIN lectern.booking b ON b.id = c.booking WHERE b.policy IS NULL'), '0')
  assert.equal(sql("SELECT count(*) FROM lectern.charge WHERE made > lectern.clock() OR stated_at > lectern.clock()"), '0')
})
test('the conference has its workshops chosen, one in each round', () => {
  between(number("SELECT count(*) FROM lectern.choice WHERE state = 'chosen'"), 80, 360)
  assert.equal(sql(`SELECT count(*) FROM lectern.pool l JOIN lectern.workshop w ON w.id = l.workshop
    WHERE l.taken <> (SELECT count(*) FROM lectern.choice c WHERE c.workshop = w.id AND c.state = 'chosen')
       OR l.waiting <> (SELECT count(*) FROM lectern.choice c WHERE c.workshop = w.id AND c.state = 'waiting')`), '0')
})
test('no moment of the past lies ahead, none before booking opened', () => {
  assert.equal(sql(`SELECT (SELECT count(*) FROM lectern.booking WHERE made > lectern.clock())
    + (SELECT count(*) FROM lectern.scan WHERE at > lectern.clock())
    + (SELECT count(*) FROM lectern.response WHERE made > lectern.clock())
    + (SELECT count(*) FROM lectern.booking b JOIN lectern.session s ON s.id = b.session WHERE b.made < s.booking_opens)`), '0')
})
test('the practitioner has been somewhere, goes somewhere, waits and has cancelled', () => {
  assert.equal(sql(`SELECT DISTINCT b.state FROM lectern.booking b ${own} ORDER BY 1`), 'cancelled\nconfirmed\nwaiting')
  between(number(`SELECT count(*) FROM lectern.booking b JOIN app.attendance a ON a.booking = b.id ${own} AND a.attendance = 'full'`), 3, 9)
  between(number(`SELECT count(*) FROM lectern.booking b JOIN app.evaluation v ON v.booking = b.id ${own} AND v.state = 'open' AND v.response IS NULL`), 1, 9)
})
test('nothing must come before half of the programme that the practitioner lacks', () => {
  between(number(`SELECT 100 * count(*) FILTER (WHERE NOT EXISTS (
      SELECT FROM lectern.event_prerequisite r WHERE r.event = e.id AND NOT EXISTS (
             SELECT FROM lectern.past_attendance a JOIN lectern.person p ON p.id = a.person
              WHERE a.event = r.requires AND p.email = 'practitioner@example.org'))) / count(*) FROM lectern.event e`), 50, 100)
})
test('the promised accounts are there, with a right at every door and named on no page', () => {
  assert.equal(sql(`SELECT string_agg(split_part(email, '@', 1), ' ' ORDER BY email) FROM lectern.person
    WHERE email IN ('coordinator@example.org', 'admin@example.org', 'trainer@example.org', 'steward@example.org',
                    'booker@example.org', 'practitioner@example.org')`), 'admin booker coordinator practitioner steward trainer')
  assert.equal(sql(`SELECT count(*) FROM lectern.duty d JOIN lectern.person p ON p.id = d.person
    WHERE p.email IN ('trainer@example.org', 'steward@example.org') AND NOT d.listed`), '286')
  assert.equal(sql('SELECT count(DISTINCT password) FROM lectern.person'), '1')
  assert.match(run('login', 'coordinator@example.org', 'P.NONE@example.org').err, /nobody has this address/)
  assert.match(run('login', 'coordinator@example.org').out, /^login=[\w-]{43}\n$/)
})
test('it is made once: a database with data is refused', () => {
  assert.match(run('demo').err, /holds data already/)
})
