/**
 * For others: a parent books with a name and an address; a training contact
 * pastes colleagues from a spreadsheet, and who has no address gets a letter;
 * what somebody needs is told, arranged, prepared and met.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { simpleParser } from 'mailparser'
import { one, rows, sql } from '../http/db.mjs'
import { signedIn } from '../http/world.mjs'
import { base, fitsAll, open, tabFor } from '../browser/stage.mjs'

const mails = join(process.env.LECTERN_VAR ?? 'var', 'mail')
const phone = { viewport: { width: 360, height: 740 } }
const wide = { viewport: { width: 1280, height: 900 } }
const stamp = Date.now() % 100000

/** A date to come that anybody may book, with free places. @param {string} more */
const free = (more) => rows`
SELECT l.ref, l.id, l.event FROM app.session_line l
 WHERE l.places_words LIKE '%places left' AND l.free > 4 AND l.approval IN ('none', 'declare') AND l.delivery <> 'hybrid' AND l.kind <> 'conference'
   AND NOT EXISTS (SELECT FROM app.session_only o WHERE o.ref = l.ref) AND NOT EXISTS (SELECT FROM app.event_before b WHERE b.event_code = l.event_code)
   AND l.starts > lectern.clock() + interval '3 days' AND (${more} = '' OR l.event_code <> ${more})
 ORDER BY l.event_code = 'BRF-703' DESC, l.delivery = 'in_person' DESC, l.starts LIMIT 1`[0]

/** @param {any} tab */
const counted = (tab) => {
  const budget = { pages: 0, presses: 0 }
  tab.on('framenavigated', (/** @type {any} */ frame) => { if (frame === tab.mainFrame()) budget.pages++ })
  return { budget, press: async (/** @type {any} */ what) => { budget.presses++; await what.click() } }
}

/** @param {string} to @param {RegExp} subject */
async function mailTo (to, subject) {
  for (let tries = 0; tries < 150; tries++) {
    for (const name of readdirSync(mails).filter((n) => n.endsWith('.eml'))) {
      const text = readFileSync(join(mails, name))
      if (!text.includes(to)) continue
      const mail = await simpleParser(text)
      if (subject.test(mail.subject ?? '')) return mail
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`no mail to ${to} about ${subject}`)
}

test('a parent books on a phone in two pages and one press, and cancels from the mail in one', async (t) => {
  const browser = await open()
  t.after(() => browser.close())
  const { ref, event } = free('')
  sql`UPDATE event SET open_to_public = true WHERE id = ${event}`
  const address = `maya.${stamp}@home.example`
  const tab = await tabFor(browser, 'none=none', phone)
  const { budget, press } = counted(tab)
  await tab.goto(`${base}/sessions/${ref}`)
  await fitsAll(tab, 'a date that is open to everyone')
  await tab.getByLabel('Your name').fill('Maya da Silva')
  await tab.getByLabel('Your email address or telephone number').fill(address)
  await press(tab.getByRole('button', { name: 'Book my place' }))
  await tab.getByRole('heading', { name: 'You have a place' }).waitFor()
  assert.deepEqual(budget, { pages: 2, presses: 1 })
  assert.ok(await tab.locator('.letter__qr svg').isVisible())
  await fitsAll(tab, 'the booking of a guest')
  const mail = await mailTo(address, /^You have a place/)
  const link = mail.text?.match(/https?:\/\/\S+\/guests\/\S+/)?.[0]
  assert.ok(link && !/\/bookings\//.test(mail.text ?? ''), 'a link, and no account')
  const later = await tabFor(browser, 'none=none', phone)
  await later.goto(link)
  await later.getByRole('button', { name: 'Cancel my place' }).click()
  await later.getByRole('heading', { name: 'Your booking is cancelled' }).waitFor()
  assert.equal(one`SELECT b.state FROM lectern.booking b JOIN lectern.person p ON p.id = b.person WHERE p.guest_email = ${address}`, 'cancelled')
  assert.deepEqual([...tab.wrong, ...later.wrong], [])
})

test('a training contact pastes colleagues; who has no address gets a letter from the desk', async (t) => {
  const browser = await open()
  t.after(() => browser.close())
  const [booker, desk] = signedIn('booker@example.org', 'coordinator@example.org')
  const { ref, id } = free('BRF-703')
  sql`UPDATE session SET max_per_agency = NULL WHERE id = ${id};
      UPDATE reserve SET released = true WHERE session = ${id};
      UPDATE agency SET max_per_session = NULL WHERE id IN (SELECT agency FROM booker)`
  const domain = one`SELECT a.email_domain FROM lectern.booker k JOIN lectern.person p ON p.id = k.person JOIN lectern.agency a ON a.id = k.agency WHERE p.email = 'booker@example.org'`
  const tab = await tabFor(browser, booker.cookie, wide)
  await tab.goto(`${base}/agency/sessions/${ref}`)
  const people = tab.locator('#people')
  const pasted = `First name\tLast name\tEmail\tJob\nNew${stamp}\tColleague\tnew.${stamp}@${domain}\tSocial worker\nPaper${stamp}\tVolunteer\t\tVolunteer\nElse\tWhere\telse.${stamp}@elsewhere.example\tNurse\nBad\tRow\tno address\tNurse`
  await people.fill(pasted)
  if (await tab.locator('#manager_email').count()) await tab.locator('#manager_email').fill(`boss.${stamp}@${domain}`)
  await tab.getByRole('button', { name: 'Check them' }).click()
  await tab.getByRole('link', { name: /^Row 5: / }).waitFor()
  assert.equal(await people.inputValue(), pasted, 'nothing typed is lost')
  await people.fill(pasted.replace(/\n[^\n]*$/, ''))
  await tab.getByRole('button', { name: 'Check them' }).click()
  await tab.getByText('2 of 3 can be booked').waitFor()
  await fitsAll(tab, 'what will happen with each')
  await tab.getByRole('button', { name: /^Book those who can be booked/ }).click()
  await tab.getByRole('heading', { name: '2 with a place, 1 written to' }).waitFor()
  const number = one`SELECT max(b.id) FROM lectern.booking b JOIN lectern.person p ON p.id = b.person WHERE p.first_name = ${`Paper${stamp}`}`
  await tab.goto(`${base}/agency/bookings/${number}/ticket`)
  await tab.emulateMedia({ media: 'print' })
  assert.ok(await tab.locator('.letter__qr svg').isVisible() && !await tab.locator('header').first().isVisible(), 'only the ticket is printed')

  const post = await tabFor(browser, desk.cookie, wide)
  await post.goto(`${base}/manage/post`)
  await fitsAll(post, 'to post and to ring')
  const mail = one`SELECT id FROM lectern.mail WHERE booking = ${number} AND state = 'to_post'`
  await post.goto(`${base}/manage/post/letters?mail=${mail}`)
  assert.match(await post.locator('.letter').innerText(), new RegExp(`Paper${stamp} Volunteer[^]*You have a place[^]*[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}`))
  await post.goto(`${base}/manage/post`)
  for (const box of await post.locator('input[name=mails]').all()) await box.setChecked(await box.inputValue() === String(mail))
  await post.getByRole('button', { name: 'Those ticked are posted or told' }).click()
  await post.getByText('1 marked as done').waitFor()
  assert.equal(one`SELECT state FROM lectern.mail WHERE id = ${mail}`, 'posted')
  assert.deepEqual([...tab.wrong, ...post.wrong], [])
})

test('a need is told with a warning, arranged, prepared and met; the caterer learns no name', async (t) => {
  const browser = await open()
  t.after(() => browser.close())
  const [me, desk, trainer] = signedIn('practitioner@example.org', 'coordinator@example.org', 'trainer@example.org')
  const [{ ref, id }] = rows`
SELECT l.ref, l.id FROM app.session_line l
 WHERE l.places_words LIKE '%places left' AND l.approval IN ('none', 'declare') AND l.delivery = 'in_person' AND l.kind <> 'conference'
   AND l.starts > lectern.clock() + interval '1 day' AND NOT EXISTS (SELECT FROM app.session_only o WHERE o.ref = l.ref)
   AND (SELECT app.clash(p.id, l.id) IS NULL AND app.live_date(p.id, l.event) IS NULL AND app.refused(p.id, s) IS NULL
          FROM lectern.person p, lectern.session s WHERE p.email = 'practitioner@example.org' AND s.id = l.id)
 ORDER BY l.starts LIMIT 1`
  sql`INSERT INTO duty (session, person, kind, listed) SELECT ${id}, id, 'trainer', false FROM person WHERE email = 'trainer@example.org' ON CONFLICT DO NOTHING;
      UPDATE need_kind SET days = 60 WHERE code = 'bsl'`
  const tab = await tabFor(browser, me.cookie, phone)
  await tab.goto(`${base}/sessions/${ref}/book`)
  await tab.getByText('There is little time left before this date to arrange').waitFor()
  await tab.getByLabel('What do you need to take part?').fill('A BSL interpreter')
  await tab.getByLabel('Food you cannot eat').fill(`Nuts ${stamp}`)
  await tab.getByRole('button', { name: 'Book my place' }).click()
  await tab.getByText('There is little time to arrange a British Sign Language interpreter').waitFor()
  await tab.getByRole('link', { name: 'Change what I need on the day' }).click()
  await tab.getByLabel('What do you need to take part?').fill('A BSL interpreter, near the front')
  await tab.getByRole('button', { name: 'Save what I need' }).click()
  await tab.getByText('A BSL interpreter, near the front').waitFor()
  const number = Number(tab.url().match(/\d+$/)?.[0])

  const team = await tabFor(browser, desk.cookie, wide)
  await team.goto(`${base}/manage/sessions/${ref}/needs`)
  await team.locator(`#state-${number}-access`).selectOption('arranged')
  await team.locator(`#note-${number}-access`).fill('Ms Sign')
  await team.locator('form', { has: team.locator(`#state-${number}-access`) }).getByRole('button', { name: /^Save/ }).click()
  await team.goto(`${base}/manage/sessions/${ref}/needs/caterer`)
  const list = await team.locator('main').innerText()
  const name = one`SELECT p.first_name FROM lectern.person p JOIN lectern.booking b ON b.person = p.id WHERE b.id = ${number}`
  assert.ok(list.includes(`Nuts ${stamp}`) && !list.includes(name), 'what, and not who')

  const room = await tabFor(browser, trainer.cookie, phone)
  await room.goto(`${base}/door/${ref}/register`)
  await room.getByRole('link', { name: 'Say whether it was met' }).click()
  await fitsAll(room, 'what to prepare')
  const task = room.locator('.task', { hasText: 'near the front' })
  assert.match(await task.innerText(), /Arranged\s+Ms Sign/)
  await task.getByRole('button', { name: /^It was met/ }).click()
  await room.locator('.task', { hasText: 'near the front' }).getByText('Met', { exact: true }).waitFor()
  assert.equal(one`SELECT state FROM lectern.booking_need WHERE booking = ${number} AND kind = 'access'`, 'met')
  assert.deepEqual([...tab.wrong, ...team.wrong, ...room.wrong], [])
})
