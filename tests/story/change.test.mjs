/**
 * The morning of, on a phone: from the desk's first page each act takes at
 * most four presses.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { one, rows, sql } from '../http/db.mjs'
import { signedIn } from '../http/world.mjs'
import { base, fitsAll, open, tabFor } from '../browser/stage.mjs'

/** Dates to come, in a room, with people booked: made today's; the last two at one venue. */
const dates = rows`
SELECT s.slug AS ref, s.id FROM lectern.session s
 WHERE s.status = 'open' AND s.delivery = 'in_person' AND s.approval IN ('none', 'declare') AND s.starts > lectern.clock() + interval '2 days'
   AND EXISTS (SELECT FROM lectern.duty d WHERE d.session = s.id AND d.kind = 'trainer')
   AND app.live_bookings(s.id) > 1 ORDER BY s.starts DESC LIMIT 6`

const phone = { viewport: { width: 360, height: 740 } }
/** The kinds of change that were made of a date, in their order. @param {{ id: number }} date */
const kinds = ({ id }) => one`SELECT string_agg(kind, ' ' ORDER BY id) FROM lectern.session_change WHERE session = ${id}`
for (const { id } of dates) {
  sql`UPDATE part SET starts = clock() + interval '1 minute', ends = clock() + interval '20 minutes' WHERE session = ${id};
      UPDATE session SET booking_closes = NULL, starts = clock() + interval '1 minute', ends = clock() + interval '25 minutes' WHERE id = ${id}`
}

/**
 * Opens a fold, chooses, presses: from the desk's first page in at most four.
 * @param {any} tab @param {any} way @param {any} act
 */
async function inFour (tab, way, act) {
  await tab.goto(`${base}/manage`)
  let presses = 0
  const press = async (/** @type {any} */ what) => { presses++; await what.click() }
  await press(way(tab))
  await press(act.fold(tab))
  const fold = tab.locator('details[open]').filter({ has: tab.locator('form') }).first()
  if (act.choose) await press(act.choose(fold))
  if (act.type) await fold.getByLabel(/Joining link/).fill(act.type)
  if (act.look) await fitsAll(tab, `${act.press}`)
  await press(fold.getByRole('button', { name: act.press }))
  await tab.getByText(act.after).first().waitFor()
  assert.ok(presses <= 4, `${act.press}: ${presses} presses`)
  assert.deepEqual(tab.wrong, [])
}
const first = (/** @type {any} */ fold) => fold.locator('label.govuk-radios__label').first()

test('on a phone a date is cancelled, led by another, held elsewhere or online in four presses', async (t) => {
  const browser = await open()
  t.after(() => browser.close())
  const tab = await tabFor(browser, signedIn('coordinator@example.org')[0].cookie, phone)
  const acts = [
    { look: true, open: /^Cancel it/, choose: (/** @type {any} */ f) => f.getByLabel('The trainer is ill'), press: /^Cancel it and tell/, after: /This date is cancelled/ },
    { open: /^Replace /, choose: first, press: /^Replace and tell/, after: /leads it instead of/ },
    { look: true, open: /^Change the venue/, choose: first, press: /^Change it and tell/, after: /It takes place at/ },
    { open: /^Hold it online/, type: 'https://meet.example.org/room', press: /^Go online/, after: /It takes place online/ }
  ]
  for (const [i, act] of acts.entries()) {
    await inFour(tab, (/** @type {any} */ at) => at.locator(`a[href="/manage/sessions/${dates[i].ref}/today"]`).first(),
      { ...act, fold: (/** @type {any} */ at) => at.locator('summary', { hasText: act.open }).first() })
  }
  assert.deepEqual(dates.slice(0, 4).map(kinds), ['cancelled', 'trainer', 'venue', 'online'])
})

test('all of a venue and day: another trainer, another venue, online, cancelled, each in four presses', async (t) => {
  const browser = await open()
  t.after(() => browser.close())
  const tab = await tabFor(browser, signedIn('coordinator@example.org')[0].cookie, phone)
  const two = dates.slice(4)
  // One trainer leads both; of the rooms elsewhere some are free and large enough.
  sql`INSERT INTO venue (code, name, town) VALUES ('SNOW', 'Snow Hall', 'Strood'), ('DRY', 'Dry House', 'Strood');
      INSERT INTO room (venue, code, name, capacity) SELECT id, 'DRY-' || n, 'Room ' || n, 300 FROM venue, generate_series(1, 2) AS n WHERE code = 'DRY'`
  for (const { id } of two) {
    sql`UPDATE session SET venue = (SELECT id FROM venue WHERE code = 'SNOW'), room = NULL WHERE id = ${id};
        UPDATE part SET room = NULL WHERE session = ${id};
        DELETE FROM duty WHERE session = ${id} AND kind = 'trainer';
        INSERT INTO duty (session, person, kind, listed, position) SELECT ${id}, person, 'trainer', true, 1 FROM trainer ORDER BY code LIMIT 1`
  }
  const acts = [
    { at: 'Snow Hall', open: /^Replace /, choose: first, press: /^Replace and tell/ },
    { look: true, at: 'Snow Hall', open: /^Move all of these/, choose: (/** @type {any} */ f) => f.getByLabel(/Dry House/), press: /^Move them all/ },
    { at: 'Dry House', open: /^Hold all of these online/, type: 'https://meet.example.org/snow', press: /^Go online/ }
  ]
  for (const act of acts) {
    await inFour(tab, (/** @type {any} */ at) => at.getByRole('link', { name: /^Change all of a venue and day/ }),
      { ...act, fold: (/** @type {any} */ at) => at.locator('section', { has: at.getByRole('heading', { name: act.at }) }).locator('summary', { hasText: act.open }).first(),
        after: /2 changed, and everyone told/ })
  }
  assert.deepEqual(two.map(kinds), ['trainer venue online', 'trainer venue online'])
  sql`UPDATE session SET delivery = 'in_person', venue = (SELECT id FROM venue WHERE code = 'SNOW') WHERE id IN (${two[0].id}, ${two[1].id})`
  await inFour(tab, (/** @type {any} */ at) => at.getByRole('link', { name: /^Change all of a venue and day/ }),
    { fold: (/** @type {any} */ at) => at.locator('section', { has: at.getByRole('heading', { name: 'Snow Hall' }) }).locator('summary', { hasText: /^Cancel all/ }),
      choose: (/** @type {any} */ f) => f.getByLabel('The weather'), press: /^Cancel them all/, after: /2 changed, and everyone told/ })
  assert.deepEqual(rows`SELECT status FROM lectern.session WHERE id IN (${two[0].id}, ${two[1].id})`, [{ status: 'cancelled' }, { status: 'cancelled' }])

  // Whom to ring, and the banner for those who look for themselves.
  await tab.locator('section', { has: tab.getByRole('heading', { name: 'Snow Hall' }) }).getByRole('link', { name: /^Whom to ring/ }).click()
  await fitsAll(tab, 'whom to ring')
  assert.equal(await tab.locator('tbody tr').count(), one`SELECT count(*)::int FROM lectern.booking WHERE session IN (${two[0].id}, ${two[1].id}) AND (live OR ended_by = 'session')`)
  const email = one`SELECT p.email FROM lectern.booking b JOIN lectern.person p ON p.id = b.person WHERE b.session = ${two[0].id} AND b.ended_by = 'session' AND p.status = 'active' AND p.email IS NOT NULL LIMIT 1`
  const theirs = await tabFor(browser, signedIn(email)[0].cookie, phone)
  await theirs.goto(base)
  await theirs.getByText(/This date is cancelled\. The weather makes travelling unsafe/).first().waitFor()
})
