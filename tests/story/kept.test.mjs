/**
 * Places kept for a sector: a small table for the coordinator; somebody else
 * waits while one is free; on the day of release the line moves by itself.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { one, rows, sql } from '../http/db.mjs'
import { signedIn } from '../http/world.mjs'
import { base, fitsAll, open, tabFor } from '../browser/stage.mjs'

const code = `KEPT-${Date.now() % 100000}`, ref = `${code}-01`

test('places are kept for a sector, limited for an organisation, and released on their day', async (t) => {
  sql`INSERT INTO event (code, kind, title, summary, level, minutes, duration, capacity) VALUES (${code}, 'course', ${`Kept ${code}`}, 'x', 'All', 60, '1 hour', 3);
      INSERT INTO session (ref, event, title, delivery, status, starts, ends, waiting_limit)
      SELECT code || '/01', id, title, 'virtual', 'open', clock() + interval '40 days', clock() + interval '40 days 1 hour', 9 FROM event WHERE code = ${code};
      INSERT INTO part (session, number, name, starts, ends) SELECT id, 1, 'Day 1', starts, ends FROM session WHERE slug = ${ref};
      INSERT INTO pool (session, kind, capacity) SELECT id, 'main', 3 FROM session WHERE slug = ${ref}`
  // Two colleagues with all that booking asks for, and a sector that is not theirs.
  const [agency] = rows`
SELECT a.code, a.id, a.sector FROM lectern.agency a JOIN lectern.person p ON p.agency = a.id AND p.status = 'active' AND p.email IS NOT NULL AND p.manager_email IS NOT NULL AND NOT p.coordinator
 WHERE a.active AND a.capped_by = 'agency' AND coalesce(a.max_per_session, 9) >= 2 GROUP BY a.id HAVING count(*) > 2 ORDER BY count(*) DESC LIMIT 1`
  const people = rows`SELECT id, email FROM lectern.person p WHERE agency = ${agency.id} AND status = 'active' AND email IS NOT NULL AND manager_email IS NOT NULL AND NOT coordinator
                       AND NOT EXISTS (SELECT FROM lectern.booking b WHERE b.person = p.id) ORDER BY id LIMIT 2`
  const other = one`SELECT code FROM lectern.sector WHERE code <> ${agency.sector} ORDER BY code LIMIT 1`
  const browser = await open()
  t.after(() => browser.close())
  const [desk, first, second] = signedIn('coordinator@example.org', people[0].email, people[1].email)
  const tab = await tabFor(browser, desk.cookie, { viewport: { width: 1280, height: 900 } })
  await tab.goto(`${base}/manage/sessions/${ref}`)
  await tab.getByRole('link', { name: 'Keep or release places' }).click()
  await fitsAll(tab, 'no places kept')
  await tab.locator('#group').selectOption(`sector-${other}`)
  await tab.locator('#places').fill('1')
  await tab.getByRole('button', { name: 'Keep these places' }).click()
  await tab.getByRole('cell', { name: '1', exact: true }).first().waitFor()
  await tab.locator('#agency').selectOption(agency.code)
  await tab.getByRole('button', { name: 'Limit it' }).click()
  await tab.locator('#most').fill('1')
  await fitsAll(tab, 'one organisation')
  await tab.getByRole('button', { name: 'Save' }).click()
  await tab.getByText('of at most 1').waitFor()
  await fitsAll(tab, 'kept and limited')
  const book = async (/** @type {any} */ who) => {
    const mine = await tabFor(browser, who.cookie)
    await mine.goto(`${base}/sessions/${ref}`)
    await mine.getByRole('button', { name: /Book my place|Join the waiting list/ }).click()
    await mine.waitForURL(/\/bookings\/\d+/)
    return mine
  }
  const state = (/** @type {any} */ who) => one`SELECT b.state FROM lectern.booking b JOIN lectern.session s ON s.id = b.session WHERE s.slug = ${ref} AND b.person = ${who.id}`
  await book(first)
  const waits = await book(second)
  assert.deepEqual([state(people[0]), state(people[1])], ['confirmed', 'waiting'], 'one a limit, though two places are free')
  await tab.goto(`${base}/manage/sessions/${ref}/queue`)
  await tab.getByText('Their organisation has all the places it may have on this date').waitFor()
  await tab.goto(`${base}/manage/sessions/${ref}/kept`)
  await tab.getByRole('listitem').filter({ hasText: 'of at most' }).getByRole('link').click()
  await tab.locator('#most').fill('2')
  await tab.getByRole('button', { name: 'Save' }).click()
  await tab.getByText('2 of at most 2').waitFor()
  assert.equal(state(people[1]), 'confirmed', 'a higher limit moves the line at once')
  sql`UPDATE pool SET capacity = 2 WHERE session = (SELECT id FROM session WHERE slug = ${ref});
      UPDATE booking SET state = 'waiting' WHERE person = ${people[1].id} AND session = (SELECT id FROM session WHERE slug = ${ref});
      UPDATE pool SET taken = 1, waiting = 1 WHERE session = (SELECT id FROM session WHERE slug = ${ref});
      UPDATE reserve SET release = clock() WHERE session = (SELECT id FROM session WHERE slug = ${ref})`
  for (let i = 0; i < 50 && state(people[1]) !== 'confirmed'; i++) await wait(200)
  assert.equal(state(people[1]), 'confirmed', 'the worker releases it, and the line moves')
  await tab.goto(`${base}/manage/sessions/${ref}`)
  await tab.getByText('Went to everyone').waitFor()
  await waits.reload()
  await waits.getByText(/You have a place/).first().waitFor()
  assert.deepEqual([...tab.wrong, ...waits.wrong], [])
})
