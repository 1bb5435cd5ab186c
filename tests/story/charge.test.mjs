/**
 * What not coming costs: told in words before booking, proposed when somebody
 * cancels late, questioned by the manager, settled at the desk, sent as a
 * statement and given back.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { one, rows, sql } from '../http/db.mjs'
import { link, personId, signedIn } from '../http/world.mjs'
import { base, fitsAll, keep, open, tabFor } from '../browser/stage.mjs'

const me = 'practitioner@example.org'
const desk = 'coordinator@example.org'

/** A date that they can book now, free to cancel for five days yet. */
const date = rows`
SELECT s.slug AS ref, s.id FROM lectern.session s
  JOIN lectern.event e ON e.id = s.event
  JOIN lectern.pool l ON l.session = s.id AND l.kind = 'main' AND l.taken < l.capacity - 2
 WHERE s.status = 'open' AND s.starts > lectern.clock() + interval '15 days' AND s.approval IN ('none', 'declare')
   AND s.booking_opens < lectern.clock() AND (s.booking_closes IS NULL OR s.booking_closes > lectern.clock())
   AND NOT s.by_invitation AND s.only_sectors = '{}' AND s.only_agencies = '{}'
   AND (app.booking_check(${personId(me)}::bigint, s.id, NULL, NULL, NULL, false)).outcome = 'ok'
   AND app.price(app.policy_of(s.id), s.id, 'safeguarding_partner', 'absence') > 0
 ORDER BY s.starts LIMIT 1`[0]
const worker = () => sql`SELECT work_charges()`
const charge = (/** @type {any} */ booking) => one`SELECT state FROM lectern.charge WHERE booking = ${booking} AND kind <> 'credit' ORDER BY id DESC LIMIT 1`

test('told before booking, proposed, questioned, upheld, on a statement, given back', async (t) => {
  const browser = await open()
  t.after(() => browser.close())
  sql`UPDATE session SET free_until = (SELECT local_instant((clock() AT TIME ZONE 'Europe/London')::date + 5 + time '17:00')) WHERE id = ${date.id}`
  const [person, coordinator] = signedIn(me, desk)

  // In words, on the page with the button.
  const tab = await tabFor(browser, person.cookie)
  await tab.goto(`${base}/sessions/${date.ref}`)
  const words = /Free to cancel until \w+day \d+ \w+, 5pm; after that £(30|60)\. Not coming costs the same\./
  assert.match(await tab.locator('main').innerText(), words)
  await tab.getByRole('button', { name: /^Book/ }).click()
  await tab.waitForURL(/\/bookings\/\d+/)
  assert.match(await tab.locator('main').innerText(), words)
  const booking = tab.url().match(/\d+$/)?.[0] ?? ''
  const mail = one`SELECT app.mail_data(id) ->> 'terms_words' FROM lectern.mail WHERE booking = ${booking}::bigint AND kind = 'booking_confirmed'`
  assert.match(mail, words, 'and in the mail')

  // Six days later they cancel: told what it costs, and proposed.
  sql`UPDATE booking SET free_until = clock() - interval '1 hour' WHERE id = ${booking}::bigint`
  await tab.goto(`${base}/bookings/${booking}/cancel`)
  assert.match(await tab.locator('main').innerText(), /Cancelling now costs £(30|60)\./)
  await fitsAll(tab, 'cancelling late')
  await tab.locator('label[for^="reason"]', { hasText: 'Needed at work' }).click()
  await tab.getByRole('button', { name: /^Cancel/ }).click()
  await tab.waitForURL(`${base}/bookings/${booking}`)
  worker()
  assert.equal(charge(booking), 'proposed')

  // The manager, without an account, on a phone: one page, one press.
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } })
  const manager = await context.newPage()
  const token = link('charge', null, { booking: Number(booking), proves: 'ruth.adeyemi@council.example.org' })
  await manager.goto(`${base}/charges/${token}`)
  await fitsAll(manager, 'a charge, behind the link')
  await manager.getByLabel('What happened?').fill('Łucja was called to court 法院')
  await manager.getByRole('button', { name: 'Send it' }).click()
  await manager.getByRole('heading', { name: 'We have what you said' }).waitFor()
  assert.equal(charge(booking), 'disputed')
  assert.equal(one`SELECT count(*)::int FROM app.charge_ready r JOIN lectern.charge c ON c.id = r.charge WHERE c.booking = ${booking}::bigint`, 0, 'it is in no statement meanwhile')

  // The desk reads the case beside the charge and upholds it with a reason.
  const office = await tabFor(browser, coordinator.cookie, { viewport: { width: 1280, height: 900 } })
  await office.goto(`${base}/manage/charges?which=disputed`)
  await fitsAll(office, 'cases')
  await office.getByText('The manager: Łucja was called to court 法院').waitFor()
  const id = one`SELECT id FROM lectern.charge WHERE booking = ${booking}::bigint`
  await office.locator(`label[for="charge-${id}"]`).click()
  await office.getByRole('button', { name: 'Confirm those ticked' }).click()
  await office.getByRole('heading', { name: 'There is a problem' }).waitFor()
  await office.locator(`label[for="charge-${id}"]`).click()
  await office.getByLabel('Why?').fill('Court was told to us a week before')
  await office.getByRole('button', { name: 'Confirm those ticked' }).click()
  await office.getByRole('heading', { name: '1 settled' }).waitFor()
  await manager.reload()
  assert.match(await manager.locator('main').innerText(), /Court was told to us a week before/)

  // Past its time for questions it goes on a statement of its organisation.
  sql`UPDATE charge SET deadline = clock() - interval '1 minute' WHERE id = ${id}`
  await office.goto(`${base}/manage/statements`)
  const due = rows`SELECT d.agency, d.period FROM app.charge_due d JOIN lectern.booking b ON b.id = ${booking}::bigint JOIN lectern.agency a ON a.id = b.agency AND a.code = d.code
    JOIN app.charge_ready r ON r.charge = ${id} AND r.last = d.last`[0]
  await office.getByRole('button', { name: `Make the statement of ${due.agency}, ${due.period}` }).click()
  await office.waitForURL(/statements\/\d+$/)
  await fitsAll(office, 'a statement')
  assert.equal(charge(booking), 'batched')
  const csv = await (await office.request.get(`${office.url()}.csv`)).text()
  assert.ok(csv.startsWith('\ufeff'), 'a spreadsheet knows that it is UTF-8')
  assert.match(csv, new RegExp(`,${booking},.*Late cancellation.*,(30|60)\\.00\r\n`))
  const pdf = keep('statement.pdf', await (await office.request.get(`${office.url()}.pdf`)).body())
  const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' })
  for (const said of [/^ *Statement \d+$/m, due.agency, due.period, 'Priya Nolan', `Booking ${booking}`, 'Late cancellation', /Total +£\d/, /Page 1 of \d/])
    assert.match(text, said instanceof RegExp ? said : new RegExp(said.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s+')))

  // Given back, it is a credit on the next one.
  await office.goto(`${base}/manage/charges/${id}`)
  await office.getByLabel('Why?').fill('The court wrote to us')
  await office.getByRole('button', { name: 'Give it back' }).click()
  await office.getByText('Given back').first().waitFor()
  await fitsAll(office, 'a charge given back')
  assert.deepEqual(rows`SELECT kind, state, amount < 0 AS back FROM lectern.charge WHERE booking = ${booking}::bigint ORDER BY id`,
    [{ kind: 'late_cancellation', state: 'credited', back: false }, { kind: 'credit', state: 'confirmed', back: true }])
  assert.deepEqual([tab.wrong, office.wrong], [[], []])
})
