/**
 * The morning of, on a phone: from the desk's first page each act takes at
 * most four presses.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { one, rows, sql } from '../http/db.mjs'
import { signedIn } from '../http/world.mjs'
import { base, fitsAll, open, tabFor } from '../browser/stage.mjs'

/** Dates to come, in a room, with people booked: made today's. */
const dates = rows`
SELECT s.slug AS ref, s.id FROM lectern.session s
 WHERE s.status = 'open' AND s.delivery = 'in_person' AND s.starts > lectern.clock() + interval '2 days'
   AND EXISTS (SELECT FROM lectern.duty d WHERE d.session = s.id AND d.kind = 'trainer')
   AND app.live_bookings(s.id) > 1 ORDER BY s.starts DESC LIMIT 4`

test('on a phone a date is cancelled, led by another, held elsewhere or online in four presses', async (t) => {
  const browser = await open()
  t.after(() => browser.close())
  for (const { id } of dates) {
    sql`UPDATE part SET starts = clock() + interval '1 minute', ends = clock() + interval '2 minutes' WHERE session = ${id};
        UPDATE session SET booking_closes = NULL, starts = clock() + interval '1 minute', ends = clock() + interval '2 minutes' + interval '5 minutes' WHERE id = ${id}`
  }
  const [desk] = signedIn('coordinator@example.org')
  const acts = [
    { open: /^Cancel it/, choose: (/** @type {any} */ f) => f.getByLabel('The trainer is ill'), press: /^Cancel it and tell/, after: /This date is cancelled/ },
    { open: /^Replace /, choose: (/** @type {any} */ f) => f.locator('label.govuk-radios__label').first(), press: /^Replace and tell/, after: /leads it instead of/ },
    { open: /^Change the venue/, choose: (/** @type {any} */ f) => f.locator('label.govuk-radios__label').first(), press: /^Change it and tell/, after: /It takes place at/ },
    { open: /^Hold it online/, type: 'https://meet.example.org/room', press: /^Go online/, after: /It takes place online/ }
  ]
  for (const [i, act] of acts.entries()) {
    const tab = await tabFor(browser, desk.cookie, { viewport: { width: 360, height: 740 } })
    await tab.goto(`${base}/manage`)
    let presses = 0
    const press = async (/** @type {any} */ what) => { presses++; await what.click() }
    await press(tab.locator(`a[href="/manage/sessions/${dates[i].ref}/today"]`).first())
    await press(tab.locator('summary', { hasText: act.open }).first())
    await fitsAll(tab, `${act.open}`)
    const fold = tab.locator('details[open]').filter({ has: tab.locator('form') }).first()
    if (act.choose) await press(act.choose(fold))
    if (act.type) await fold.getByLabel(/Joining link/).fill(act.type)
    await press(fold.getByRole('button', { name: act.press }))
    await tab.getByText(act.after).first().waitFor()
    assert.ok(presses <= 4, `${act.open}: ${presses} presses`)
    assert.deepEqual(tab.wrong, [])
    await tab.close()
  }
  assert.deepEqual(dates.map(({ ref }) => one`SELECT kind FROM lectern.session_change c JOIN lectern.session s ON s.id = c.session WHERE s.slug = ${ref}`),
    ['cancelled', 'trainer', 'venue', 'online'])
})
