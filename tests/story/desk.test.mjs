/**
 * The desk: what needs a person is the first page; a question on the
 * telephone is answered from one field; people of a date are written to and
 * cancelled, several at once; a message gets the partnership's own words; and
 * mail that came back is put right by the person.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { one, rows, sql } from '../http/db.mjs'
import { signedIn } from '../http/world.mjs'
import { base, fitsAll, open, tabFor } from '../browser/stage.mjs'

const phone = { viewport: { width: 360, height: 740 } }
const wide = { viewport: { width: 1280, height: 900 } }

/** The fullest date to come, with people who have an address. */
const [date] = rows`
SELECT s.id, s.slug AS ref, s.title FROM lectern.session s
 WHERE s.status = 'open' AND s.starts > lectern.clock() + interval '3 days' AND s.review IS NULL
 ORDER BY (SELECT count(*) FROM lectern.booking b JOIN lectern.person p ON p.id = b.person WHERE b.session = s.id AND b.state = 'confirmed' AND p.email IS NOT NULL) DESC LIMIT 1`
const people = rows`
SELECT b.id AS number, p.email, p.first_name, p.last_name FROM lectern.booking b JOIN lectern.person p ON p.id = b.person
 WHERE b.session = ${date.id} AND b.state = 'confirmed' AND p.email IS NOT NULL AND length(p.last_name) > 3 ORDER BY b.id LIMIT 3`

const desk = async (/** @type {any} */ t, /** @type {any} */ size) => {
  const browser = await open()
  t.after(() => browser.close())
  return { browser, tab: await tabFor(browser, signedIn('coordinator@example.org')[0].cookie, size) }
}

test('what needs a person today is the first page; a caller is answered from one field in a second', async (t) => {
  const { tab } = await desk(t, wide)
  const [who] = people
  sql`INSERT INTO mail (kind, address, person, booking, session, state, reply, finished)
      SELECT 'joining_details', ${who.email}, person, id, session, 'bounced', '5.1.1 no such user', clock() FROM booking WHERE id = ${who.number}`
  await tab.goto(`${base}/manage`)
  const text = await tab.locator('main').innerText()
  assert.match(text, /Today[\s\S]*Waiting for you[\s\S]*Next dates/)
  assert.match(text, new RegExp(`Joining details to ${who.first_name}.*came back`), 'nothing has to be pressed to see it')
  assert.equal(await tab.locator('input[type=search]').count(), 1, 'one field')
  const wrong = who.last_name.slice(0, 1) + who.last_name.slice(2)
  await tab.locator('#desk-q').fill(`${who.first_name} ${wrong}`)
  const began = performance.now()
  await tab.locator('#desk-q').press('Enter')
  const answer = tab.locator('.people .sheet', { hasText: who.last_name }).first()
  await answer.getByText(date.title).first().waitFor()
  assert.ok(performance.now() - began < 1000, `${Math.round(performance.now() - began)} ms`)
  await answer.locator(`a[href="/manage/bookings/${who.number}"]`).waitFor()
  await answer.getByRole('heading').getByRole('link').click()
  await tab.getByRole('heading', { name: 'Mail to this person does not arrive' }).waitFor()
  await fitsAll(tab, 'a person whose mail comes back')
  assert.deepEqual(tab.wrong, [])
})

test('mail that came back: the person sees it, and what to do, and has it sent again', async (t) => {
  const { browser } = await desk(t, phone)
  const [who] = people
  sql`UPDATE mail SET finished = clock() - interval '1 hour' WHERE state = 'bounced' AND booking = ${who.number}`
  const tab = await tabFor(browser, signedIn(who.email)[0].cookie, phone)
  await tab.goto(`${base}/bookings`)
  await tab.getByRole('heading', { name: 'Mail to you did not arrive' }).waitFor()
  await fitsAll(tab, 'a notice of mail that came back')
  await tab.getByRole('button', { name: 'Send it to me again' }).click()
  await tab.getByRole('heading', { name: 'It is on its way' }).waitFor()
  assert.notEqual(one`SELECT state FROM lectern.mail WHERE kind = 'joining_details' AND booking = ${who.number} ORDER BY id DESC LIMIT 1`, 'bounced')
  assert.deepEqual(tab.wrong, [])
})

test('people of a date are written to, once each, and cancelled with the reason, on a phone', async (t) => {
  const { tab } = await desk(t, phone)
  await tab.goto(`${base}/manage/sessions/${date.ref}`)
  const ticked = tab.locator('#people + form input:checked')
  const all = await tab.locator('#people + form input[type=checkbox]').count()
  await tab.getByRole('button', { name: `Tick all ${all}` }).click()
  assert.equal(await ticked.count(), all, 'all at one press')
  await tab.getByRole('button', { name: 'Take all ticks away' }).click()
  assert.equal(await ticked.count(), 0, 'and back')
  for (const { number } of people.slice(0, 2)) await tab.locator(`#booking-${number}`).check()
  await tab.getByRole('button', { name: 'Write to those ticked' }).click()
  await tab.locator('#subject').fill('Bring a coat: {{session_title}}')
  await tab.locator('#body').fill('Dear {{first_name}},\n\n- {{sesion_when}}')
  await tab.getByRole('button', { name: 'See how it reads' }).click()
  await tab.locator('#body-error', { hasText: '{{sesion_when}} is not one of the names below' }).waitFor()
  await fitsAll(tab, 'a name that is not known')
  assert.match(await tab.locator('#body').inputValue(), /Dear \{\{first_name\}\}/, 'nothing typed is lost')
  await tab.locator('#body').fill('Dear {{first_name}},\n\n- {{session_when}}')
  await tab.getByRole('button', { name: 'See how it reads' }).click()
  assert.match(await tab.locator('.mail-view').innerText(), new RegExp(`Bring a coat: ${date.title.slice(0, 12)}`))
  await fitsAll(tab, 'a message, looked at')
  await tab.getByRole('button', { name: 'Send it to 2 people' }).dblclick()
  await tab.waitForURL(/#mails$/)
  const got = rows`SELECT address FROM lectern.mail WHERE kind = 'message' AND session = ${date.id} ORDER BY address`
  assert.deepEqual(got.map((m) => m.address), people.slice(0, 2).map((p) => p.email).sort())
  await tab.locator(`#booking-${people[2].number}`).check()
  await tab.getByRole('button', { name: 'Cancel their bookings' }).click()
  await tab.getByRole('button', { name: 'Cancel 1 booking' }).click()
  await tab.locator('#why-error').waitFor()
  await fitsAll(tab, 'cancelling without a reason')
  await tab.locator('#why').fill('Rang: is ill')
  await tab.getByRole('button', { name: 'Cancel 1 booking' }).click()
  await tab.waitForURL(/#people$/)
  assert.deepEqual(rows`SELECT state, ended_by FROM lectern.booking WHERE id = ${people[2].number}`, [{ state: 'cancelled', ended_by: 'coordinator' }])
  await tab.locator('#history').getByText('Rang: is ill').or(tab.getByText('Rang: is ill')).first().waitFor()
  assert.deepEqual(tab.wrong, [])
})

test('a message gets own words, seen before they are saved, and goes back to ours', async (t) => {
  const { tab } = await desk(t, wide)
  await tab.goto(`${base}/manage/messages`)
  await fitsAll(tab, 'the messages')
  await tab.getByRole('link', { name: 'Reminder', exact: true }).click()
  await tab.getByRole('heading', { name: 'How it reads' }).waitFor()
  await tab.locator('#subject').fill('Soon: {{session_title}}')
  await tab.locator('#body').fill('See you {{days_left}}, {{first_name}}.\n\n<b>Bring</b> your own cup.')
  await tab.getByRole('button', { name: 'See how it reads' }).click()
  assert.match(await tab.locator('.mail-view').innerText(), /See you in 14 days, Łucja\.\s+<b>Bring<\/b> your own cup\./)
  await tab.getByRole('button', { name: 'Save' }).click()
  await tab.getByRole('heading', { name: 'Messages' }).waitFor()
  assert.equal(one`SELECT subject FROM lectern.message WHERE kind = 'reminder'`, 'Soon: {{session_title}}')
  await tab.getByRole('link', { name: 'Reminder', exact: true }).click()
  await tab.getByRole('button', { name: 'Back to our words' }).click()
  await tab.getByRole('heading', { name: 'Messages' }).waitFor()
  assert.equal(one`SELECT subject FROM lectern.message WHERE kind = 'reminder'`, null)
  assert.deepEqual(tab.wrong, [])
})
