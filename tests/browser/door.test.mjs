/**
 * The door in a browser: a camera that sees the very ticket, a hand scanner,
 * names, a network that goes away.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { one, rows, sql } from '../http/db.mjs'
import { people, signedIn } from '../http/world.mjs'
import { base, code, film, fitsAll, keep, open, picture, tabFor } from './stage.mjs'

const ref = 'CAM-101-01'
const [trainer, steward, holder, other] = signedIn(people.trainer, people.steward, people.practitioner, people.other)

sql`
INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity)
VALUES ('CAM-101', 'course', 'Noticing and acting on neglect', 'A test.', 'L1', 120, 'half day', 20);
INSERT INTO session (ref, event, title, delivery, status, starts, ends, booking_opens, waiting_limit, approval)
SELECT 'CAM-101/01', id, title, 'virtual', 'open', clock() + interval '5 days 5 hours', clock() + interval '5 days 7 hours',
       clock() - interval '60 days', 10, 'none'
  FROM event WHERE code = 'CAM-101';
INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, 'Morning', starts, ends FROM session WHERE slug = ${ref};
INSERT INTO pool (session, kind, capacity) SELECT id, 'main', 20 FROM session WHERE slug = ${ref};
INSERT INTO duty (session, person, kind)
SELECT s.id, p.id, lower(p.code) FROM session s, person p WHERE s.slug = ${ref} AND p.code IN ('TRAINER', 'STEWARD')`

/** Book through the page; the booking's number and its ticket's picture. */
async function book (/** @type {any} */ browser) {
  const page = await browser.get(`/sessions/${ref}`)
  const done = await browser.send(page.form(`/sessions/${ref}/book`))
  assert.equal(done.status, 303, done.words)
  const number = Number(done.location.match(/(\d+)$/)[1])
  const png = await browser.get(`/bookings/${number}/ticket.png`)
  const shown = await browser.get(`/bookings/${number}/ticket`)
  return { number, png: keep(`ticket-${number}.png`, png.bytes), code: shown.text.match(/[A-Z2-7]{4}(-[A-Z2-7]{4}){2}/)[0] }
}
const mine = await book(holder)
const theirs = await book(other)

// The day has come.
sql`UPDATE part SET starts = clock() - interval '10 minutes', ends = clock() + interval '2 hours' WHERE session = (SELECT id FROM session WHERE slug = ${ref});
    UPDATE session SET starts = clock() - interval '10 minutes', ends = clock() + interval '2 hours', booking_closes = NULL WHERE slug = ${ref}`

const empty = () => sql`DELETE FROM scan WHERE session = (SELECT id FROM session WHERE slug = ${ref})`
/** @returns {{outcome: string, means: string, booking: number | null}[]} */
const scans = () => rows`SELECT s.outcome, s.means, s.booking FROM lectern.scan s JOIN lectern.session e ON e.id = s.session WHERE e.slug = ${ref} ORDER BY s.seq`
/** @param {import('playwright-core').Page} tab @param {string} look */
const cover = (tab, look) => tab.locator(`[data-door-result].result--${look}`)

test('the camera reads the ticket: in, then already in; a stranger’s code does not stop it', async (t) => {
  empty()
  const camera = film('story', [[null, 4], [mine.png, 2], [null, 5], [code('foreign', 'https://evil.example/t/AAAAAAAAAAAAAAAAAAAAAAAAAA'), 2]])
  const browser = await open(camera)
  t.after(() => browser.close())
  const tab = await tabFor(browser, trainer.cookie)
  await tab.addInitScript(() => {
    /** @type {string[]} */
    const shown = /** @type {any} */ (window).shown = []
    new MutationObserver((list) => {
      for (const { target } of list) {
        if (!(target instanceof HTMLElement) || target.dataset.doorResult === undefined || target.hidden) continue
        shown.push(`${target.className.replace(/.*--/, '')} ${(target.textContent ?? '').trim()}`)
      }
    }).observe(document, { subtree: true, attributes: true, attributeFilter: ['hidden'] })
  })
  await tab.goto(`${base}/door`)
  await picture(tab, 'list')
  await tab.getByRole('link', { name: /Sign people in.*neglect/ }).click()
  // Chromium's fake camera is allowed beforehand: it starts by itself.
  await tab.getByRole('button', { name: 'Start the camera' }).waitFor({ state: 'hidden' })
  const shown = async (/** @type {number} */ n) => {
    await tab.waitForFunction((n) => /** @type {any} */ (window).shown.length >= n, n)
    return tab.evaluate(() => /** @type {any} */ (window).shown)
  }
  const [first] = await shown(1)
  assert.match(first, /^in Signed in.*Practitioner Person/)
  assert.deepEqual(scans(), [{ outcome: 'admitted', means: 'camera', booking: mine.number }])
  const [, second, third] = await shown(3)
  assert.match(second, /^no Not for here/)
  assert.match(third, /^again Already in.*Signed in at .* on this phone/)
  assert.doesNotMatch(await tab.content(), /evil/)
  assert.deepEqual(scans().map((s) => s.outcome), ['admitted', 'already'], 'a code that is not ours is not sent')

  await tab.keyboard.press('Escape')
  assert.equal(await tab.locator('[data-door-arrived]').textContent(), '1')
  await tab.locator('[data-door-list]').getByText('Already in').waitFor()
  await picture(tab, 'door-camera')
  await tab.getByLabel('Leaving early').check()
  await picture(tab, 'door-leaving')
  await fitsAll(tab, 'leaving early')
  await tab.getByLabel('Coming in').check()
  await fitsAll(tab, 'the door with the camera')
  assert.deepEqual(tab.wrong, [])
})

test('a browser with a reader of its own fetches no other', async (t) => {
  empty()
  const browser = await open(film('own', [[null, 5]]))
  t.after(() => browser.close())
  const tab = await tabFor(browser, trainer.cookie)
  /** @type {string[]} */
  const asked = []
  tab.on('request', (r) => asked.push(new URL(r.url()).pathname.split('/').pop() ?? ''))
  await tab.addInitScript((ticket) => {
    const w = /** @type {any} */ (window)
    w.pictures = 0
    w.BarcodeDetector = class {
      static getSupportedFormats () { return Promise.resolve(['aztec', 'qr_code']) }

      detect () {
        if (++w.pictures < 3) return Promise.reject(new Error('this picture is broken'))
        return Promise.resolve([{ rawValue: `${location.origin}/t/${ticket}` }])
      }
    }
  }, 'A'.repeat(26))
  await tab.goto(`${base}/door/${ref}`)
  await tab.locator('[data-door-list]').getByText('Not for here').waitFor()
  await tab.waitForFunction(() => /** @type {any} */ (window).pictures > 25)
  assert.deepEqual(scans().map((s) => s.outcome), ['unknown'], 'held before the camera it is one scan')
  assert.ok(!asked.includes('qr.js') && !asked.includes('zxing_reader.wasm'), asked.join(' '))
})

test('a hand scanner types and presses Enter; codes and names work beside a dead camera', async (t) => {
  empty()
  const browser = await open()
  t.after(() => browser.close())
  const tab = await tabFor(browser, trainer.cookie, { viewport: { width: 1280, height: 900 } })
  await tab.goto(`${base}/door/${ref}`)
  await tab.getByRole('button', { name: 'Start the camera' }).click()
  await tab.getByText('There is no camera').waitFor()
  await tab.locator('#ticket').focus()

  await tab.keyboard.type(`${mine.code.toLowerCase().replaceAll('-', ' ')}`)
  await tab.keyboard.press('Enter')
  await cover(tab, 'in').waitFor()
  await picture(tab, 'in-wide')
  await tab.keyboard.press('Escape')
  await tab.keyboard.type('NOT-A-CODE')
  await tab.keyboard.press('Enter')
  await cover(tab, 'no').waitFor()
  await tab.keyboard.press('Escape')

  await tab.getByLabel('Find a name').fill('oth')
  await tab.getByRole('button', { name: 'Find' }).click()
  await tab.getByRole('button', { name: /Sign in.*Other Person/ }).waitFor()
  await fitsAll(tab, 'names found')
  await picture(tab, 'found-wide')
  await tab.getByRole('button', { name: /Sign in.*Other Person/ }).click()
  await cover(tab, 'in').waitFor()
  await tab.keyboard.press('Escape')
  await tab.getByRole('button', { name: /Leaves early.*Other Person/ }).click()
  await cover(tab, 'out').getByText('Signed out').waitFor()
  await picture(tab, 'out-wide')
  await tab.keyboard.press('Escape')
  await tab.getByRole('button', { name: /Sign in.*Other Person/ }).waitFor()
  assert.deepEqual(scans(), [{ outcome: 'admitted', means: 'typed', booking: mine.number },
    { outcome: 'unknown', means: 'typed', booking: null },
    { outcome: 'admitted', means: 'name', booking: theirs.number },
    { outcome: 'departed', means: 'name', booking: theirs.number }])
  await picture(tab, 'door-wide')
  assert.deepEqual(tab.wrong, [])
})

test('without a network a scan is kept, and arrives once when it is back', async (t) => {
  empty()
  const browser = await open()
  t.after(() => browser.close())
  const tab = await tabFor(browser, steward.cookie)
  await tab.goto(`${base}/door/${ref}`)
  assert.equal(await tab.getByLabel('Find a name').count(), 0, 'a steward finds no names')
  await tab.context().setOffline(true)
  for (const { code } of [mine, theirs]) {
    await tab.locator('#ticket').fill(code)
    await tab.locator('#ticket').press('Enter')
    await cover(tab, 'ask').getByText('Kept').waitFor()
  }
  await picture(tab, 'kept')
  await tab.keyboard.press('Escape')
  await tab.getByText('2 scans wait to be sent').waitFor()
  await fitsAll(tab, 'waiting')
  await picture(tab, 'waiting')
  await tab.context().setOffline(false)
  await tab.locator('[data-door-fresh]').waitFor({ state: 'hidden' })
  assert.deepEqual(scans().map((s) => s.outcome), ['admitted', 'admitted'])
})

test('an answer that was lost on its way is asked for again with the same id', async (t) => {
  empty()
  const browser = await open()
  t.after(() => browser.close())
  const tab = await tabFor(browser, steward.cookie)
  let lost = 0
  await tab.route('**/scans', async (route) => {
    if (lost++ > 1) return route.continue()
    await route.fetch()
    await route.abort()
  })
  await tab.goto(`${base}/door/${ref}`)
  await tab.locator('#ticket').fill(mine.code)
  await tab.locator('#ticket').press('Enter')
  await tab.getByText('1 scan waits to be sent').waitFor()
  await tab.locator('[data-door-fresh]').waitFor({ state: 'hidden' })
  assert.equal(lost, 3)
  assert.deepEqual(scans().map((s) => s.outcome), ['admitted'])
})

test('who is signed out meanwhile is told so, and nothing is lost', async (t) => {
  empty()
  const browser = await open()
  t.after(() => browser.close())
  const [hand, again] = signedIn(people.steward, people.steward)
  const tab = await tabFor(browser, hand.cookie)
  await tab.goto(`${base}/door/${ref}`)
  sql`DELETE FROM login WHERE id = (SELECT max(l.id) - 1 FROM login l)`
  await tab.locator('#ticket').fill(mine.code)
  await tab.locator('#ticket').press('Enter')
  await tab.getByText('you have been signed out').waitFor()
  await picture(tab, 'signed-out')
  const [name, value] = again.cookie.split(/=(.*)/s)
  await tab.context().addCookies([{ name, value, url: base }])
  await tab.locator('[data-door-fresh]').waitFor({ state: 'hidden' })
  assert.deepEqual(scans().map((s) => s.outcome), ['admitted'])
})

test('each look has its own tones, which can be turned off, and is faultless', async (t) => {
  empty()
  const browser = await open()
  t.after(() => browser.close())
  const tab = await tabFor(browser, steward.cookie)
  await tab.addInitScript(() => {
    const w = /** @type {any} */ (window)
    w.tones = []
    const start = OscillatorNode.prototype.start
    OscillatorNode.prototype.start = function (...when) {
      w.tones.push(this.frequency.value)
      return start.apply(this, when)
    }
    // an answer stays until it is pressed away
    const timer = window.setTimeout
    w.setTimeout = (/** @type {() => void} */ f, /** @type {number} */ ms) => [2500, 4000, 6000, 10000].includes(ms) ? 0 : timer(f, ms)
  })
  await tab.goto(`${base}/door/${ref}`)
  const enter = async (/** @type {string} */ text, /** @type {string} */ look, name = look) => {
    await tab.keyboard.press('Escape')
    await tab.locator('#ticket').fill(text)
    await tab.locator('#ticket').press('Enter')
    await cover(tab, look).waitFor()
    await fitsAll(tab, name)
    await picture(tab, name)
    return tab.evaluate(() => /** @type {any} */ (window).tones.splice(0))
  }
  sql`UPDATE booking SET state = 'waiting' WHERE id = ${theirs.number}`
  const heard = [await enter(mine.code, 'in'), await enter(mine.code, 'again'), await enter('X', 'no'), await enter(theirs.code, 'ask')]
  sql`UPDATE booking SET state = 'confirmed' WHERE id = ${theirs.number};
      UPDATE person SET first_name = 'Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh', last_name = 'فاطمة الزهراء' WHERE code = 'OTHER'`
  assert.match(await tab.locator('[data-door-say]').textContent() ?? '', /Ask: no place yet. Other Person/)
  await tab.keyboard.press('Escape')
  await tab.getByLabel('Leaving early').check()
  heard.push(await enter(mine.code, 'out'))
  await tab.keyboard.press('Escape')
  await tab.getByLabel('Coming in').check()
  await enter(theirs.code, 'in', 'in-long')
  sql`UPDATE person SET first_name = 'Other', last_name = 'Person' WHERE code = 'OTHER'`
  assert.equal(new Set(heard.map(String)).size, 5, JSON.stringify(heard))
  assert.ok(heard.every((t) => t.length > 0))
  await tab.keyboard.press('Escape')
  const button = tab.getByRole('button', { name: 'Sounds' })
  await button.click()
  assert.equal(await button.getAttribute('aria-pressed'), 'false')
  assert.deepEqual(await enter('X', 'no', 'no-silent'), [])
})
