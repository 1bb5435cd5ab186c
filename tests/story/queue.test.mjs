/**
 * A full date on a phone: somebody waits, a place comes free and is simply
 * given; near the start it is offered, taken with one press, let go, left too
 * long; the desk moves somebody for a reason and finds a larger room.
 */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Browser } from '../http/client.mjs'
import { one, rows, sql } from '../http/db.mjs'
import { linkIn, mailTo, settled } from '../http/mail.mjs'
import { book, signedIn } from '../http/world.mjs'
import { base, fitsAll, open, picture, tabFor } from '../browser/stage.mjs'

const phone = { viewport: { width: 360, height: 740 } }
const names = ['ada', 'bela', 'cem', 'dana', 'edda', 'finn']
/** @type {any} */
const people = {}
const browser = await open()
after(() => browser.close())

/** A date of the course with so many places, so many days ahead. */
function date (/** @type {string} */ ref, /** @type {number} */ places, /** @type {number} */ days, approval = 'none') {
  sql`INSERT INTO session (ref, event, title, delivery, status, starts, ends, booking_opens, waiting_limit, approval)
      SELECT ${ref}, id, title, 'virtual', 'open', clock() + ${days} * interval '1 day', clock() + ${days} * interval '1 day 5 minutes',
             clock() - interval '60 days', 10, ${approval} FROM event WHERE code = split_part(${ref}, '/', 1);
      INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, 'Part 1', starts, ends FROM session WHERE ref = ${ref};
      INSERT INTO pool (session, kind, capacity) SELECT id, 'main', ${places} FROM session WHERE ref = ${ref}`
  return ref.replace('/', '-')
}
const state = (/** @type {number} */ number) => one`SELECT state FROM lectern.booking WHERE id = ${number}`
/** All that a press could change about a date. */
const kept = (/** @type {string} */ ref) => rows`
SELECT b.id, b.state, b.changed, b.held, (SELECT json_agg(o) FROM lectern.offer o WHERE o.booking = b.id) AS offers,
       (SELECT json_agg(v) FROM lectern.approval v WHERE v.booking = b.id) AS approvals,
       (SELECT count(*) FROM lectern.mail m WHERE m.booking = b.id) AS mails
  FROM lectern.booking b JOIN lectern.session s ON s.id = b.session WHERE s.slug = ${ref} ORDER BY b.id`
async function soon (/** @type {() => boolean} */ what) {
  for (const end = Date.now() + 5000; Date.now() < end;) {
    if (what()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  assert.fail('the worker did not come within five seconds')
}
const giveUp = async (/** @type {any} */ who) =>
  who.browser.send((await who.browser.get(`/bookings/${who.number}/cancel`)).form(`/bookings/${who.number}/cancel`), { reason: 'other' })
/** A scanner of mails: it runs the page's scripts, moves about and presses nothing. */
async function scan (/** @type {string} */ path) {
  const tab = await (await browser.newContext()).newPage()
  await tab.goto(base + path, { waitUntil: 'networkidle' })
  for (const button of await tab.locator('main button').all()) if (await button.isVisible()) await button.hover({ force: true, timeout: 500 }).catch(() => {})
  await tab.keyboard.press('Tab')
  await tab.evaluate(() => { window.scrollTo(0, document.body.scrollHeight); document.dispatchEvent(new Event('visibilitychange')) })
  await tab.context().close()
}

test('a full date: who waits is given the place early, is asked late, and everyone keeps their turn', async () => {
  sql`INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity)
      VALUES ('QST-101', 'course', 'Waiting for it', 'A story.', 'L1', 120, 'half day', 20),
             ('QST-102', 'course', 'Moving up', 'A story.', 'L1', 120, 'half day', 20);
      INSERT INTO person (code, first_name, last_name, email, job_title, agency, manager_name, manager_email)
      SELECT 'QST-' || n, initcap(n), 'Waits', n || '.waits@example.org', 'Social worker', (SELECT min(id) FROM agency WHERE active AND email_domain = ''), 'Boss', 'boss@example.org'
        FROM unnest(${'{' + names.join() + '}'}::text[]) AS n`
  const logins = signedIn(...names.map((n) => `${n}.waits@example.org`))
  for (const [i, n] of names.entries()) people[n] = { email: `${n}.waits@example.org`, browser: logins[i] }
  const ref = date('QST-101/01', 1, 60)
  people.ada.number = await book(people.ada.browser, ref)

  // Bela comes to a full date, on a phone: one press, and knows the number.
  const tab = await tabFor(browser, people.bela.browser.cookie, phone)
  await tab.goto(`${base}/sessions/${ref}`)
  await tab.getByText('Full – you can join the waiting list').first().waitFor()
  await tab.getByRole('button', { name: 'Join the waiting list' }).click()
  await tab.getByRole('heading', { name: 'You are on the waiting list, number 1' }).waitFor()
  await fitsAll(tab, 'on the waiting list')
  await picture(tab, 'waiting')
  people.bela.number = Number(tab.url().split('/').pop())
  for (const n of ['cem', 'dana', 'edda']) people[n].number = await book(people[n].browser, ref)
  const list = await people.dana.browser.get('/bookings')
  assert.match(list.words, /On the waiting list, number 3/)

  // Early: the place is simply given.
  await giveUp(people.ada)
  await tab.reload()
  await tab.getByRole('heading', { name: 'You have a place' }).waitFor()
  assert.match((await mailTo(people.bela.email, /^A place has come up, and it is yours/)).text, /You have moved up from the waiting list/)
  assert.match((await people.dana.browser.get('/bookings')).words, /On the waiting list, number 2/)

  // Late: it is offered by mail; a scanner that runs the page changes nothing.
  sql`UPDATE part SET starts = clock() + interval '4 days', ends = clock() + interval '4 days 2 hours' WHERE session = (SELECT id FROM session WHERE slug = ${ref});
      UPDATE session SET starts = clock() + interval '4 days', ends = clock() + interval '4 days 2 hours' WHERE slug = ${ref}`
  await giveUp(people.bela)
  assert.equal(state(people.cem.number), 'offered')
  const path = linkIn(await mailTo(people.cem.email, /^A place has come up: /), new URL(base))
  await settled()
  const before = kept(ref)
  await scan(path)
  assert.deepEqual(kept(ref), before)
  const anybody = await tabFor(browser, 'none=none', phone)
  await anybody.goto(base + path)
  await anybody.getByText('It is kept for Cem Waits until').waitFor()
  await fitsAll(anybody, 'a place has come up')
  await picture(anybody, 'offer')
  await anybody.getByRole('button', { name: 'Take the place' }).click()
  await anybody.getByRole('heading', { name: 'You have a place' }).waitFor()
  assert.equal(state(people.cem.number), 'confirmed')

  // Left too long it passes on within seconds; let go, to the next.
  people.finn.number = await book(people.finn.browser, ref)
  await giveUp(people.cem)
  assert.equal(state(people.dana.number), 'offered')
  sql`UPDATE offer SET expires = clock() WHERE booking = ${people.dana.number} AND state = 'open'`
  await soon(() => state(people.edda.number) === 'offered')
  assert.equal((await people.dana.browser.get(`/bookings/${people.dana.number}`)).heading, 'The time to answer has passed')
  const edda = await tabFor(browser, people.edda.browser.cookie, phone)
  await edda.goto(`${base}/bookings/${people.edda.number}`)
  await edda.getByRole('button', { name: 'Let it go' }).click()
  await edda.getByRole('heading', { name: 'You let the place go' }).waitFor()
  assert.equal(state(people.finn.number), 'offered')
  assert.deepEqual([...tab.wrong, ...anybody.wrong, ...edda.wrong], [])
})

test('somebody waits for any date with one entry, and leaves the line', async () => {
  sql`UPDATE pool SET capacity = 0 WHERE session IN (SELECT id FROM session WHERE ref LIKE 'QST-101/%') AND taken = 0`
  date('QST-101/02', 0, 70)
  date('QST-101/03', 0, 80)
  const tab = await tabFor(browser, people.ada.browser.cookie, phone)
  await tab.goto(`${base}/events/QST-101`)
  await tab.getByRole('button', { name: 'Wait for any date' }).click()
  await tab.getByRole('heading', { name: 'You are in line for any date' }).waitFor()
  await tab.goto(`${base}/bookings`)
  assert.equal(await tab.getByText('In line for the next place on any date').count(), 1, 'one entry for all dates')
  await tab.getByRole('button', { name: 'Stop waiting' }).click()
  await tab.getByRole('heading', { name: 'My bookings' }).waitFor()
  assert.equal(await tab.getByText('In line for the next place on any date').count(), 0)
  assert.deepEqual(tab.wrong, [])
})

test('the desk moves somebody for a reason, and a larger room skips no agreement', async () => {
  const ref = date('QST-102/01', 1, 90)
  /** @type {any} */
  const number = {}
  for (const n of ['bela', 'cem', 'dana', 'edda']) number[n] = await book(people[n].browser, ref)
  sql`UPDATE session SET approval = 'manager' WHERE slug = ${ref}`
  number.finn = await book(people.finn.browser, ref)
  const desk = await tabFor(browser, signedIn('coordinator@example.org')[0].cookie, { viewport: { width: 1280, height: 900 } })
  await desk.goto(`${base}/manage/sessions/${ref}/queue`)
  const move = async (/** @type {string} */ why) => {
    await desk.getByLabel('Who', { exact: true }).selectOption({ label: '3. Edda Waits' })
    await desk.getByLabel('To number').fill('1')
    await desk.getByLabel('Why?').fill(why)
    await desk.getByRole('button', { name: 'Move' }).click()
  }
  await move('')
  await desk.locator('.govuk-error-summary').waitFor()
  assert.equal(await desk.getByLabel('To number').inputValue(), '1', 'what was typed is kept')
  await fitsAll(desk, 'no reason')
  await move('A court order')
  await desk.getByRole('cell', { name: '1', exact: true }).first().waitFor()
  assert.deepEqual(rows`SELECT name FROM app.desk_line n JOIN lectern.session s ON s.id = n.session WHERE s.slug = ${ref} ORDER BY n.place`.map((r) => r.name.split(' ')[0]),
    ['Edda', 'Cem', 'Dana', 'Finn'])
  await desk.getByLabel(/taken of 1/).fill('5')
  await desk.getByRole('button', { name: /^Save/ }).click()
  await desk.getByText('Nobody waits').first().waitFor()
  assert.deepEqual(['edda', 'cem', 'dana', 'finn'].map((n) => state(number[n])), ['confirmed', 'confirmed', 'confirmed', 'requested'])
  assert.ok(one`SELECT held FROM lectern.booking WHERE id = ${number.finn}`, 'a place is held, and the manager still asked')

  // The manager's mail, fetched and run by a scanner, decides nothing.
  const path = linkIn(await mailTo('boss@example.org', /^Do you agree\? Finn Waits/), new URL(base))
  await settled()
  const before = kept(ref)
  await scan(path)
  assert.deepEqual(kept(ref), before)
  assert.equal((await new Browser().get(path)).status, 200)
  assert.deepEqual(desk.wrong, [])
})
