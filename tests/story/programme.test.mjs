/**
 * A coordinator makes a course and a date, opens it, and it shows; and copies
 * a term over the clock change of March.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { one, rows } from '../http/db.mjs'
import { signedIn } from '../http/world.mjs'
import { base, fitsAll, open, tabFor } from '../browser/stage.mjs'

const code = `STORY-${Date.now() % 100000}`
const words = `Listening ${code}`

test('a coordinator adds a course and a date, opens it, and people find it', async (t) => {
  const browser = await open()
  t.after(() => browser.close())
  const [me] = signedIn('coordinator@example.org')
  const tab = await tabFor(browser, me.cookie, { viewport: { width: 1280, height: 900 } })
  await tab.goto(`${base}/manage/programme`)
  await fitsAll(tab, 'the programme at the desk')
  await tab.getByRole('link', { name: 'Add a course or event' }).click()
  await tab.locator('#code').fill(code)
  await tab.locator('#title').fill(words)
  await tab.locator('#summary').fill('How to hear what is not said.')
  await tab.getByLabel('Online', { exact: true }).check()
  await tab.locator('#duration').fill('90 minutes')
  await tab.locator('#minutes').fill('90')
  await tab.locator('#capacity').fill('12')
  await fitsAll(tab, 'a new course')
  await tab.getByRole('button', { name: 'Add it' }).click()
  const day = one`SELECT to_char(d::date, 'FMDD FMMonth YYYY') FROM generate_series(lectern.clock() + interval '30 days', lectern.clock() + interval '90 days', interval '1 day') AS d
    WHERE app.free_day_words(d::date) IS NULL LIMIT 1`
  await tab.locator('#part1_date').fill(day)
  await tab.locator('#part1_starts').fill('13:00')
  await tab.locator('#part1_ends').fill('14:30')
  await tab.getByRole('button', { name: 'Save as a draft' }).click()
  await tab.getByRole('heading', { name: 'This is a draft' }).waitFor()
  await fitsAll(tab, 'a draft')
  assert.equal(one`SELECT status FROM lectern.session WHERE title = ${words}`, 'draft')
  await tab.getByRole('link', { name: 'Open it for booking' }).click()
  await tab.getByLabel(new RegExp(words)).check()
  await tab.getByRole('button', { name: 'Open the ticked dates' }).click()
  await tab.getByRole('heading', { name: 'Programme' }).waitFor()
  await tab.goto(`${base}/?q=${encodeURIComponent(code)}`)
  await tab.locator(`a[href="/sessions/${code}-01"]`).first().click()
  await tab.getByRole('heading', { name: words }).waitFor()
  assert.deepEqual(tab.wrong, [])
})

test('a term is copied over the clock change: the same hour on the clock', async (t) => {
  const browser = await open()
  t.after(() => browser.close())
  const [me] = signedIn('coordinator@example.org')
  const tab = await tabFor(browser, me.cookie, { viewport: { width: 360, height: 740 } })
  // A date in winter, and how many weeks later it is summer.
  const [from] = rows`
SELECT s.id, s.title, to_char(s.starts AT TIME ZONE 'Europe/London', 'YYYY-MM-DD') AS day, to_char(s.starts AT TIME ZONE 'Europe/London', 'HH24:MI') AS hour
  FROM lectern.session s
 WHERE s.status = 'open' AND to_char(s.starts AT TIME ZONE 'Europe/London', 'MM') IN ('02', '03') AND s.review IS NULL
   AND s.starts AT TIME ZONE 'Europe/London' = s.starts AT TIME ZONE 'UTC'
 ORDER BY s.starts LIMIT 1`
  const weeks = 13
  await tab.goto(`${base}/manage/programme/copy?from=${from.day}&to=${from.day}&weeks=${weeks}`)
  await fitsAll(tab, 'the copies')
  for (const box of await tab.locator('input[name=refs]').all()) await box.check()
  await tab.getByRole('button', { name: 'Make drafts of the ticked dates' }).click()
  await tab.getByRole('heading', { name: 'Programme' }).waitFor()
  await fitsAll(tab, 'the drafts')
  const [copy] = rows`
SELECT to_char(s.starts AT TIME ZONE 'Europe/London', 'HH24:MI') AS hour, s.starts AT TIME ZONE 'Europe/London' = s.starts AT TIME ZONE 'UTC' AS winter
  FROM lectern.session s, lectern.session o
 WHERE o.id = ${from.id} AND s.event = o.event AND s.status = 'draft'
   AND (s.starts AT TIME ZONE 'Europe/London') = (o.starts AT TIME ZONE 'Europe/London') + make_interval(weeks => ${weeks})`
  assert.deepEqual(copy, { hour: from.hour, winter: false })
  assert.deepEqual(tab.wrong, [])
})
