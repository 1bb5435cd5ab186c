/**
 * Changing one's mind, on a phone: the code in one press on the morning of the
 * day; another date; a colleague instead; and giving the place up with the
 * reason, after its price was told.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { one, rows, sql } from '../http/db.mjs'
import { signedIn } from '../http/world.mjs'
import { base, fitsAll, open, tabFor } from '../browser/stage.mjs'

const now = Date.now()
const phone = { viewport: { width: 360, height: 740 } }

/** Two colleagues, and a course of three dates, all nobody else's. */
const [cleo, dara] = ['cleo', 'dara'].map((name) => {
  const email = `${name}.${now}@example.org`
  sql`INSERT INTO person (code, first_name, last_name, email, job_title, agency, setting, manager_name, manager_email, verified)
      SELECT upper(${name}) || ${now}, initcap(${name}), 'Story' || ${now}, ${email}, 'Officer', p.agency, p.setting, 'Boss', 'boss@example.org', clock()
        FROM person p WHERE p.agency IS NOT NULL AND p.status = 'active' ORDER BY p.id LIMIT 1`
  return email
})
sql`INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity)
    SELECT 'MND-101', 'course', 'Changing our minds', 'A course for a story.', level, 120, '2 hours', 9 FROM event WHERE kind = 'course' LIMIT 1;
    INSERT INTO session (ref, event, title, delivery, status, starts, ends, approval, waiting_limit, venue)
    SELECT 'MND-101/0' || n, e.id, e.title, 'in_person', 'open', d.starts, d.starts + interval '2 hours', 'declare', 5, (SELECT min(id) FROM venue)
      FROM event e, (VALUES (1, clock() + interval '50 days'), (2, clock() + interval '64 days'), (3, clock() + interval '5 hours')) AS d (n, starts)
     WHERE e.code = 'MND-101';
    INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, 'Part 1', starts, ends FROM session WHERE ref LIKE 'MND-101/%';
    INSERT INTO pool (session, kind, capacity) SELECT id, 'main', 9 FROM session WHERE ref LIKE 'MND-101/%'`

/** @param {any} tab */
const number = (tab) => Number(new URL(tab.url()).pathname.split('/').pop())
/** @param {number} booking */
const state = (booking) => one`SELECT concat_ws(' ', state, ended_by, reason) FROM lectern.booking WHERE id = ${booking}`
/** @param {string} kind @param {string} address */
const told = (kind, address) => one`SELECT count(*) FROM lectern.mail WHERE kind = ${kind} AND address = ${address}`

/** @param {any} tab @param {string} ref */
async function book (tab, ref) {
  await tab.goto(`${base}/sessions/${ref}`)
  await tab.getByRole('button', { name: 'Book my place' }).click()
  await tab.getByRole('heading', { name: 'You have a place' }).waitFor()
  return number(tab)
}

test('another date, a colleague instead, and not at all: each in few presses, and the place goes on', async (t) => {
  const browser = await open()
  t.after(() => browser.close())
  const tab = await tabFor(browser, signedIn(cleo)[0].cookie, phone)
  let presses = 0
  const press = async (/** @type {any} */ what) => { presses++; await what.click() }

  const first = await book(tab, 'MND-101-01')
  await press(tab.getByRole('link', { name: 'Move to another date' }))
  await fitsAll(tab, 'another date')
  await press(tab.locator('label', { hasText: one`SELECT app.day_words(starts) FROM lectern.session WHERE ref = 'MND-101/02'`.replace(/ \d{4}$/, '') }))
  await press(tab.getByRole('button', { name: 'Move to this date' }))
  await tab.getByRole('heading', { name: 'You have a place' }).waitFor()
  assert.equal(presses, 3)
  const second = number(tab)
  assert.deepEqual([state(first), state(second)], ['cancelled transfer', 'confirmed'])
  assert.deepEqual(rows`SELECT s.ref, l.taken FROM lectern.pool l JOIN lectern.session s ON s.id = l.session WHERE s.ref IN ('MND-101/01', 'MND-101/02') ORDER BY 1`,
    [{ ref: 'MND-101/01', taken: 0 }, { ref: 'MND-101/02', taken: 1 }])

  // Her colleague, by the name alone; the old code dies with the old booking.
  presses = 0
  await press(tab.getByRole('link', { name: 'Send a colleague instead' }))
  await tab.getByLabel('The colleague’s full name').fill('Nobody Ofthatname')
  await press(tab.getByRole('button', { name: 'Send this colleague' }))
  await tab.getByRole('alert').waitFor()
  await fitsAll(tab, 'a colleague whom we do not know')
  assert.equal(await tab.getByLabel('The colleague’s full name').inputValue(), 'Nobody Ofthatname', 'what was typed stays')
  await tab.getByLabel('The colleague’s full name').fill(`Dara Story${now}`)
  await press(tab.getByRole('button', { name: 'Send this colleague' }))
  await tab.getByRole('heading', { name: 'Your booking is cancelled' }).waitFor()
  assert.equal(state(second), 'cancelled swap')
  const theirs = one`SELECT id FROM lectern.booking WHERE replaces = ${second}`
  assert.equal(state(theirs), 'confirmed')
  assert.notEqual(one`SELECT encode(hash, 'hex') FROM lectern.ticket WHERE booking = ${theirs}`, one`SELECT encode(hash, 'hex') FROM lectern.ticket WHERE booking = ${second}`)
  assert.equal((await tab.request.get(`${base}/bookings/${second}/ticket.svg`)).status(), 404)
  assert.equal((await tab.request.get(`${base}/bookings/${theirs}`)).status(), 404, 'a colleague’s booking is theirs alone')

  // Who was sent, cannot come either: no reason, no cancelling; the price stands before the button.
  const other = await tabFor(browser, signedIn(dara)[0].cookie, phone)
  await other.goto(`${base}/bookings/${theirs}`)
  await other.getByRole('link', { name: /^Cancel/ }).click()
  await fitsAll(other, 'giving a place up')
  assert.match(await other.locator('main').innerText(), /[Ff]ree|costs?|charge/)
  await other.getByRole('button', { name: 'Cancel my place' }).click()
  await other.getByRole('alert').waitFor()
  assert.equal(state(theirs), 'confirmed', 'without a reason nothing happens')
  await other.getByLabel('Anything to add?').fill('The late shift')
  await other.locator('label', { hasText: 'I am needed at work' }).click()
  await other.getByRole('button', { name: 'Cancel my place' }).click()
  await other.getByRole('heading', { name: 'Your booking is cancelled' }).waitFor()
  assert.equal(state(theirs), 'cancelled person work')
  assert.equal(one`SELECT taken FROM lectern.pool l JOIN lectern.session s ON s.id = l.session WHERE s.ref = 'MND-101/02'`, 0)
  assert.equal(told('booking_cancelled', dara), 1)
  assert.deepEqual([tab.wrong, other.wrong], [[], []])
})

test('on the morning of the day the code is one press from the first page; after the cut-off only the team can move it', async (t) => {
  const browser = await open()
  t.after(() => browser.close())
  const tab = await tabFor(browser, signedIn(cleo)[0].cookie, phone)
  const today = await book(tab, 'MND-101-03')
  await tab.goto(base)
  await tab.getByRole('link', { name: 'Show my QR code' }).click()
  await tab.locator('img[src*="ticket"], svg').first().waitFor()
  await fitsAll(tab, 'the code')
  assert.equal(number({ url: () => tab.url().replace(/\/ticket$/, '') }), today)
  const box = await tab.locator('img[src*="ticket"]').first().boundingBox()
  assert.ok(box && box.width >= 260 && box.width <= 360, 'as large as the phone')

  for (const path of ['swap', 'transfer']) {
    await tab.goto(`${base}/bookings/${today}/${path}`)
    await tab.getByRole('heading', { name: 'Only the training team can change this now' }).waitFor()
  }
  // Who books late has a day, or until it begins, to think again, free of charge.
  assert.ok(one`SELECT free_until > lectern.clock() AND free_until <= (SELECT starts FROM lectern.session WHERE ref = 'MND-101/03') FROM lectern.booking WHERE id = ${today}`)
  assert.deepEqual(tab.wrong, [])
})
