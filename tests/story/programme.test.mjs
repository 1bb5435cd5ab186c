/**
 * A coordinator makes a course and a date, opens it, and it shows; moves it
 * with people booked, who are asked; plans its day and workshops while
 * somebody else changes them too; and copies a term over the clock change.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { one, rows, sql } from '../http/db.mjs'
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
    WHERE app.free_day_words(d::date) IS NULL AND NOT EXISTS (SELECT FROM lectern.session s WHERE s.starts::date = d::date AND s.title LIKE 'Listening STORY%') LIMIT 1`
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

test('a date moves: the coordinator sees whom it touches, and they are asked whether they can come', async (t) => {
  const browser = await open()
  t.after(() => browser.close())
  const [me, person] = signedIn('coordinator@example.org', 'practitioner@example.org')
  const theirs = await tabFor(browser, person.cookie)
  await theirs.goto(`${base}/sessions/${code}-01`)
  await theirs.getByRole('button', { name: 'Book my place' }).click()
  await theirs.waitForURL(/\/bookings\/\d+/)
  const tab = await tabFor(browser, me.cookie, { viewport: { width: 1280, height: 900 } })
  await tab.goto(`${base}/manage/sessions/${code}-01/edit`)
  await tab.locator('#part1_starts').fill('14:00')
  await tab.locator('#part1_ends').fill('15:30')
  await tab.getByRole('button', { name: 'Save' }).click()
  await tab.getByRole('heading', { name: 'Write to the people of this date?' }).waitFor()
  await fitsAll(tab, 'whom a change touches')
  await tab.getByText('Whom it touches: 1').click()
  const name = one`SELECT concat_ws(' ', first_name, last_name) FROM lectern.person WHERE email = 'practitioner@example.org'`
  await tab.getByText(name).waitFor()
  await tab.getByLabel('Yes, write to all of them').check()
  await tab.locator('#why').fill('The room is free in the afternoon only.')
  await tab.getByRole('button', { name: 'Save' }).click()
  await tab.getByRole('heading', { name: words }).waitFor()
  await theirs.reload()
  await theirs.getByText(/can you still come/i).first().waitFor()
  await fitsAll(theirs, 'a booking that has moved')
  assert.deepEqual([...tab.wrong, ...theirs.wrong], [])
})

test('two coordinators plan a day: the second sees the change of the first and loses nothing', async (t) => {
  const browser = await open()
  t.after(() => browser.close())
  const [me, you] = signedIn('coordinator@example.org', 'admin@example.org')
  sql`UPDATE person SET coordinator = true WHERE email = 'admin@example.org'`
  const tab = await tabFor(browser, me.cookie, { viewport: { width: 1280, height: 900 } })
  const other = await tabFor(browser, you.cookie)
  await tab.goto(`${base}/manage/sessions/${code}-01/edit`)
  await tab.getByRole('link', { name: 'The day and its workshops' }).click()
  await fitsAll(tab, 'no plan yet')
  await tab.getByRole('link', { name: 'Add an hour of the day' }).click()
  await tab.locator('#title').fill('Round one')
  await tab.locator('#starts').fill('14:00')
  await tab.locator('#ends').fill('15:00')
  await tab.getByLabel('People choose a workshop in it').check()
  await tab.getByRole('button', { name: 'Add it' }).click()
  await tab.getByRole('link', { name: 'Add a workshop' }).click()
  await fitsAll(tab, 'a new workshop')
  await tab.locator('#code').fill('A1')
  await tab.locator('#title').fill('Fathers in the frame')
  await tab.locator('#capacity').fill('6')
  await tab.getByRole('button', { name: 'Add it' }).click()
  await tab.getByRole('link', { name: 'A1 Fathers in the frame' }).click()
  await other.goto(`${base}/manage/sessions/${code}-01/workshops/A1`)
  await tab.locator('#capacity').fill('8')
  await tab.getByRole('button', { name: 'Save' }).click()
  await tab.getByText('0 of 8').waitFor()
  await fitsAll(tab, 'a plan')
  await other.locator('#title').fill('Fathers and step-fathers')
  await other.getByRole('button', { name: 'Save' }).click()
  await other.getByRole('heading', { name: 'Someone changed this while you were writing' }).waitFor()
  await fitsAll(other, 'both texts')
  assert.equal(await other.locator('#title').inputValue(), 'Fathers and step-fathers')
  assert.equal(await other.locator('#capacity').inputValue(), '8')
  await other.getByRole('button', { name: 'Save' }).click()
  await other.getByText('Fathers and step-fathers').waitFor()
  assert.deepEqual(rows`SELECT w.title, l.capacity FROM lectern.workshop w JOIN lectern.pool l ON l.workshop = w.id JOIN lectern.session s ON s.id = w.session WHERE s.slug = ${`${code}-01`}`,
    [{ title: 'Fathers and step-fathers', capacity: 8 }])
  assert.deepEqual([...tab.wrong, ...other.wrong], [])
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
  await tab.getByText(/drafts made/).waitFor()
  await fitsAll(tab, 'the drafts')
  const [copy] = rows`
SELECT to_char(s.starts AT TIME ZONE 'Europe/London', 'HH24:MI') AS hour, s.starts AT TIME ZONE 'Europe/London' = s.starts AT TIME ZONE 'UTC' AS winter
  FROM lectern.session s, lectern.session o
 WHERE o.id = ${from.id} AND s.event = o.event AND s.status = 'draft'
   AND (s.starts AT TIME ZONE 'Europe/London') = (o.starts AT TIME ZONE 'Europe/London') + make_interval(weeks => ${weeks})`
  assert.deepEqual(copy, { hour: from.hour, winter: false })
  assert.deepEqual(tab.wrong, [])
})
