/**
 * Who may come, a conference with workshops, and room or online: a
 * practitioner on a phone, and the coordinator who decides.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { one, sql } from '../http/db.mjs'
import { signedIn } from '../http/world.mjs'
import { base, fitsAll, open, tabFor } from '../browser/stage.mjs'

const phone = { viewport: { width: 360, height: 740 } }

/** Two who have no bookings to come, so that nothing clashes. */
const [ada, ben] = ['ada', 'ben'].map((name) => {
  const email = `${name}.${Date.now()}@example.org`
  sql`INSERT INTO person (code, first_name, last_name, email, job_title, agency, setting, manager_name, manager_email, verified)
      SELECT upper(${name}) || ${Date.now()}, initcap(${name}), 'Story', ${email}, 'Officer', p.agency, p.setting, 'Boss', 'boss@example.org', clock()
        FROM person p WHERE p.agency IS NOT NULL AND p.status = 'active' ORDER BY p.id LIMIT 1`
  return email
})

/** Counts presses. @param {any} tab */
function hand (tab) {
  const count = { presses: 0 }
  return { count, press: async (/** @type {any} */ what) => { count.presses++; await what.click() } }
}

/** The label of a choice: its round thing is hidden under it. @param {any} tab @param {string} field @param {string} code */
const choice = (tab, field, code) => tab.locator(`input[name="${field}"][value="${code}"] + label`)

/** @param {any} tab */
const booked = (tab) => Number(new URL(tab.url()).pathname.split('/').pop())

test('a conference: workshops are chosen, the full one is waited for, changed until the cut-off; then the desk does it', async (t) => {
  const browser = await open()
  t.after(() => browser.close())
  const ref = 'CON-901-01'
  // The demo's conference is over: it takes place again in forty days, with one workshop of one place.
  sql`UPDATE session SET starts = starts + w.by, ends = ends + w.by, booking_closes = NULL, free_until = NULL, booking_opens = clock() - interval '9 days',
             agenda = (SELECT jsonb_agg(a.entry || jsonb_build_object('starts', (a.entry ->> 'starts')::timestamptz + w.by, 'ends', (a.entry ->> 'ends')::timestamptz + w.by) ORDER BY a.n)
                         FROM jsonb_array_elements(agenda) WITH ORDINALITY AS a (entry, n))
        FROM (SELECT date_trunc('day', clock() - starts) + interval '40 days' AS by FROM session WHERE slug = ${ref}) AS w WHERE slug = ${ref};
      UPDATE part SET starts = s.starts, ends = s.ends FROM session s WHERE s.id = part.session AND s.slug = ${ref};
      UPDATE pool SET capacity = taken + 1 FROM workshop w, session s WHERE w.id = pool.workshop AND s.id = w.session AND s.slug = ${ref} AND w.code = 'A1'`

  const first = await tabFor(browser, signedIn(ada)[0].cookie, phone)
  const { count, press } = hand(first)
  await first.goto(`${base}/sessions/${ref}`)
  await press(first.getByRole('link', { name: 'Book a place' }))
  await fitsAll(first, 'workshops to choose')
  await press(choice(first, 'workshop_1', 'A1'))
  await press(choice(first, 'workshop_2', 'B4'))
  await press(first.getByRole('button', { name: 'Book my place' }))
  await first.getByRole('heading', { name: 'You have a place' }).waitFor()
  assert.equal(count.presses, 4, 'the page, one press a round, and the button')
  const hers = booked(first)

  const second = await tabFor(browser, signedIn(ben)[0].cookie, phone)
  await second.goto(`${base}/sessions/${ref}/book`)
  assert.equal(await second.locator('#workshop_1-A1').count(), 0, 'what is full is not offered')
  await choice(second, 'workshop_1', 'B1').click()
  await choice(second, 'rather_1', 'A1').click()
  await choice(second, 'workshop_2', 'A4').click()
  await second.getByRole('button', { name: 'Book my place' }).click()
  await second.getByText('Two of these are the same workshop').first().waitFor()
  assert.ok(await second.locator('#rather_1-A1').isChecked(), 'what was chosen stays')
  await choice(second, 'workshop_2', 'B5').click()
  await second.getByRole('button', { name: 'Book my place' }).click()
  await second.getByText('You are number 1 on its waiting list').waitFor()
  const his = booked(second)
  await fitsAll(second, 'a booking with workshops')

  // She changes her mind: three presses, and he moves up.
  count.presses = 0
  await press(first.getByRole('link', { name: 'Change my workshops' }))
  await press(choice(first, 'workshop_1', 'A2'))
  await press(first.getByRole('button', { name: 'Save these workshops' }))
  await first.getByRole('heading', { name: 'You have a place' }).waitFor()
  assert.equal(count.presses, 3)
  await second.reload()
  assert.equal(await second.getByText('on its waiting list').count(), 0)
  assert.match(await second.locator('main').innerText(), /Fathers in the frame/)

  // After the cut-off her page says whom to ask, and the desk does it.
  sql`UPDATE session SET starts = clock() + interval '3 hours' WHERE slug = ${ref}`
  await first.goto(`${base}/bookings/${hers}/workshops`)
  await first.getByRole('heading', { name: 'Only the training team can change this now' }).waitFor()
  const desk = await tabFor(browser, signedIn('coordinator@example.org')[0].cookie, { viewport: { width: 1280, height: 900 } })
  await desk.goto(`${base}/manage/bookings/${his}`)
  await desk.getByRole('link', { name: 'Choose workshops' }).click()
  await fitsAll(desk, 'workshops at the desk')
  await choice(desk, 'workshop_1', 'B1').click()
  await desk.getByRole('button', { name: 'Save these workshops' }).click()
  await desk.getByRole('link', { name: 'Choose workshops' }).waitFor()
  assert.equal(one`SELECT string_agg(w.code, ' ' ORDER BY w.code) FROM lectern.choice c JOIN lectern.workshop w ON w.id = c.workshop WHERE c.booking = ${his} AND c.state = 'chosen'`, 'B1 B5')
  assert.deepEqual([first.wrong, second.wrong, desk.wrong], [[], [], []])
})

test('room or online is switched in three presses, and the link shows in time, to whom it is for', async (t) => {
  const browser = await open()
  t.after(() => browser.close())
  const ref = 'CON-902-01', url = 'https://meet.example.org/story'
  sql`UPDATE session SET join_url = ${url}, booking_opens = clock() - interval '1 day' WHERE slug = ${ref}`
  const tab = await tabFor(browser, signedIn(ada)[0].cookie, phone)
  await tab.goto(`${base}/sessions/${ref}/book`)
  await choice(tab, 'mode', 'in_person').click()
  await tab.getByRole('button', { name: 'Book my place' }).click()
  await tab.getByRole('heading', { name: 'You have a place' }).waitFor()
  sql`UPDATE rule SET join_days = 200`
  await tab.reload()
  assert.equal(await tab.getByRole('link', { name: 'Join online' }).count(), 0, 'who comes to the room has no link')
  const { count, press } = hand(tab)
  await press(tab.getByRole('link', { name: 'Change between the room and online' }))
  await fitsAll(tab, 'room or online')
  await press(choice(tab, 'mode', 'virtual'))
  await press(tab.getByRole('button', { name: 'Save' }))
  await tab.getByRole('link', { name: 'Join online' }).waitFor()
  assert.equal(count.presses, 3)
  sql`UPDATE rule SET join_days = 2`
  await tab.reload()
  assert.equal(await tab.getByRole('link', { name: 'Join online' }).count(), 0)
  await tab.getByText('The link to join shows here from').waitFor()
  for (const path of [`/sessions/${ref}`, `/sessions/${ref}.ics`, '/programme.ics', '/programme.json', '/bookings'])
    assert.ok(!(await (await tab.request.get(base + path)).text()).includes(url), path)
  assert.deepEqual(tab.wrong, [])
})

test('who did the equal course elsewhere says so; the coordinator’s answer reaches them', async (t) => {
  const browser = await open()
  t.after(() => browser.close())
  const ref = one`SELECT l.ref FROM app.session_line l WHERE l.event_code = 'WTO-301' AND l.state = 'free' AND l.approval IN ('none', 'declare') ORDER BY l.starts LIMIT 1`
    ?? one`SELECT l.ref FROM app.session_line l JOIN lectern.event_prerequisite q ON q.event = l.event WHERE l.state = 'free' AND l.approval IN ('none', 'declare') ORDER BY l.starts LIMIT 1`
  const tab = await tabFor(browser, signedIn(ben)[0].cookie, phone)
  await tab.goto(`${base}/sessions/${ref}`)
  await tab.getByText('You have not done what you need first').waitFor()
  await tab.getByRole('link', { name: 'Ask for a place' }).click()
  await tab.getByLabel('What you did elsewhere instead, where and when').fill('The same two days at the county council, in May')
  await fitsAll(tab, 'the equal course elsewhere')
  await tab.getByRole('button', { name: 'Ask for a place' }).click()
  await tab.getByText(/asked|agree/i).first().waitFor()
  const number = booked(tab)

  const desk = await tabFor(browser, signedIn('coordinator@example.org')[0].cookie, { viewport: { width: 1280, height: 900 } })
  await desk.goto(`${base}/manage/agreements`)
  await desk.getByText('The same two days at the county council').waitFor()
  await desk.locator(`label[for="booking-${number}"]`).click()
  await desk.getByLabel('A note to those you ticked').fill('Welcome: the county’s course is ours in all but name.')
  await desk.getByRole('button', { name: 'Agree to those ticked' }).click()
  await desk.getByRole('heading', { name: '1 request is decided' }).waitFor()
  await tab.reload()
  await tab.getByRole('heading', { name: 'You have a place' }).waitFor()
  await tab.getByText('the county’s course is ours in all but name').waitFor()
  assert.deepEqual([tab.wrong, desk.wrong], [[], []])
})
