/**
 * The main job as one story: a newcomer on a phone finds a course, registers,
 * books and gets a mail with a QR code; a trainer's camera reads that very
 * code; the newcomer says how it was; the coordinator downloads it all.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, watch } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { simpleParser } from 'mailparser'
import { one, rows, sql } from '../http/db.mjs'
import { signedIn } from '../http/world.mjs'
import { base, film, fitsAll, keep, open, tabFor } from '../browser/stage.mjs'

const mails = join(process.env.LECTERN_VAR ?? 'var', 'mail')
const address = `lucja.${Date.now()}@primaries.example.org`
/** What each step leaves for the next. @type {any} */
const story = {}

/** The mail to an address whose subject fits, as soon as it is there. */
async function mailTo (/** @type {string} */ to, /** @type {RegExp} */ subject) {
  const seen = new Set()
  const look = async () => {
    for (const name of readdirSync(mails).filter((n) => n.endsWith('.eml') && !seen.has(n))) {
      const mail = await simpleParser(readFileSync(join(mails, name)))
      seen.add(name)
      if ([mail.to].flat()[0]?.text.includes(to) && subject.test(mail.subject ?? '')) return mail
    }
  }
  const changes = watch(mails) // before the first look, or a mail that comes meanwhile is missed
  const late = setTimeout(() => changes.emit('error', new Error(`no mail to ${to} about ${subject}`)), 20000)
  try {
    return await new Promise((resolve, reject) => {
      const again = async () => { const mail = await look(); if (mail) resolve(mail) }
      changes.on('error', reject)
      changes.on('change', () => { again().catch(reject) })
      again().catch(reject)
    })
  } finally {
    clearTimeout(late)
    changes.close()
  }
}

/** The session that the story is about: open, not full, in a room. */
const ref = one`
SELECT l.ref FROM app.session_line l
 WHERE l.places_words LIKE '%places left' AND l.delivery = 'in_person' AND l.approval = 'declare'
   AND l.starts > lectern.clock() + interval '7 days'
 ORDER BY l.starts LIMIT 1`

/** Counts the pages that a person sees and the presses that lead there. */
function counted (/** @type {any} */ tab) {
  const budget = { pages: 1, presses: 0 }
  tab.on('framenavigated', (/** @type {any} */ frame) => { if (frame === tab.mainFrame()) budget.pages++ })
  return {
    budget,
    press: async (/** @type {any} */ what) => { budget.presses++; await what.click() }
  }
}

test('somebody whom we know books in three pages and two presses, nothing typed', async (t) => {
  const browser = await open()
  t.after(() => browser.close())
  const [me] = signedIn('practitioner@example.org')
  const free = one`
SELECT l.ref FROM app.session_line l
 WHERE l.places_words LIKE '%places left' AND l.approval = 'declare' AND l.delivery <> 'hybrid' AND l.status = 'open'
   AND NOT EXISTS (SELECT FROM lectern.booking b JOIN lectern.person p ON p.id = b.person
                    WHERE b.session = l.id AND p.email = 'practitioner@example.org')
   AND (SELECT coalesce(app.clash(p.id, l.id), app.live_date(p.id, s.event)) IS NULL
          FROM lectern.person p, lectern.session s WHERE p.email = 'practitioner@example.org' AND s.id = l.id)
 ORDER BY l.starts LIMIT 1`
  const tab = await tabFor(browser, me.cookie, { viewport: { width: 1280, height: 900 } })
  await tab.goto(base)
  const { budget, press } = counted(tab)
  await press(tab.locator(`a[href="/sessions/${free}"]`).first())
  await press(tab.getByRole('button', { name: 'Book my place' }))
  await tab.getByRole('heading', { name: 'You have a place' }).waitFor()
  assert.deepEqual(budget, { pages: 3, presses: 2 })
  assert.deepEqual(tab.wrong, [])
})

test('a first visit costs at most 60 KB in six requests', async (t) => {
  const browser = await open()
  t.after(() => browser.close())
  const tab = await (await browser.newContext({ viewport: { width: 360, height: 740 } })).newPage()
  /** @type {import('playwright-core').Request[]} */
  const asked = []
  tab.on('requestfinished', (request) => { if (!request.url().startsWith('data:')) asked.push(request) })
  await tab.goto(base, { waitUntil: 'networkidle' })
  const sizes = await Promise.all(asked.map(async (request) => (await request.sizes()).responseBodySize))
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  assert.ok(asked.length <= 6, asked.map((request) => request.url()).join(' '))
  assert.ok(bytes <= 60 * 1024, `${bytes} bytes: ${asked.map((request, i) => `${request.url()} ${sizes[i]}`).join(' ')}`)
})

test('a newcomer on a phone: the programme, an account, a place, within six pages', async (t) => {
  const browser = await open()
  t.after(() => browser.close())
  const tab = await (await browser.newContext({ viewport: { width: 360, height: 740 } })).newPage()
  await tab.goto(base)
  const { budget, press } = counted(tab)
  const search = one`SELECT title FROM app.session_line WHERE ref = ${ref}`
  await tab.getByLabel('Search the programme').fill(search)
  await tab.keyboard.press('Enter')
  await press(tab.locator(`a[href="/sessions/${ref}"]`).first())
  await fitsAll(tab, 'a date')
  await tab.getByLabel('New here? Your email address').fill(address)
  await press(tab.getByRole('button', { name: 'Create an account' }))
  await fitsAll(tab, 'look at your mail')

  const mail = await mailTo(address, /./)
  const link = (mail.text ?? '').match(/https?:\/\/\S+\/register\/\S+/)
  assert.ok(link, mail.text)
  await tab.goto(link[0])
  await tab.getByLabel('First name').fill('Łucja')
  await tab.getByLabel('Last name').fill('Zażółć-O’Neil')
  await tab.getByLabel('Your job or role').fill('School nurse')
  await tab.getByLabel('Your organisation').selectOption({ label: 'Maintained Primary Schools Group' })
  await tab.getByLabel('School, practice, nursery or team').fill('St Æthel’s Primary')
  await tab.locator('#manager_name').fill('Mandla Chukwuma')
  await tab.locator('#manager_email').fill('mandla.chukwuma@primaries.example.org')
  await tab.locator('#password').fill('eight copper kettles')
  await fitsAll(tab, 'tell us who you are')
  await press(tab.locator('main form button[type=submit]').first())
  await press(tab.getByRole('button', { name: 'Book my place' }))
  await tab.getByRole('heading', { name: 'You have a place' }).waitFor()
  await fitsAll(tab, 'you have a place')
  assert.ok(budget.pages <= 7, `${budget.pages} pages with the search, which is one of them`)
  story.number = Number(tab.url().match(/(\d+)$/)?.[1])
  story.cookie = (await tab.context().cookies()).map((c) => `${c.name}=${c.value}`)[0]
  assert.deepEqual(rows`
SELECT b.state, a.code AS agency, t.name AS setting, b.sector, b.job_title, b.manager_email
  FROM lectern.booking b JOIN lectern.agency a ON a.id = b.agency LEFT JOIN lectern.setting t ON t.id = b.setting
 WHERE b.id = ${story.number}`, [{
    state: 'confirmed',
    agency: 'AG024',
    setting: 'St Æthel’s Primary',
    sector: 'school_primary',
    job_title: 'School nurse',
    manager_email: 'mandla.chukwuma@primaries.example.org'
  }])
})

test('the mail carries the code, the calendar and one recipient', async () => {
  const mail = await mailTo(address, /place/i)
  assert.equal([mail.to].flat()[0]?.value.length, 1)
  assert.equal(mail.cc ?? mail.bcc, undefined)
  assert.equal(mail.headers.get('auto-submitted'), 'auto-generated')
  assert.match(mail.text ?? '', /You have a place/)
  assert.match(mail.text ?? '', /Worried about a child\?/)
  assert.match(String(mail.html), /Worried about a child\?/)
  const png = mail.attachments.find((a) => a.contentType === 'image/png')
  assert.ok(png)
  story.png = keep('story-ticket.png', png.content)
  const read = execFileSync('zbarimg', ['-q', '--raw', story.png], { encoding: 'utf8' }).trim()
  assert.match(read, new RegExp(`^${base}/t/[A-Z2-7]{26}$`))
  const calendar = mail.attachments.find((a) => a.contentType === 'text/calendar')?.content.toString() ??
    assert.fail('no calendar')
  assert.match(calendar, /METHOD:REQUEST/)
  assert.match(calendar, new RegExp(`UID:${story.number}-1@`))
  assert.match(calendar, /DTSTART:\d{8}T\d{6}Z/)
})

test('the trainer’s camera reads that very code', async (t) => {
  sql`
UPDATE lectern.part SET ends = clock() + (ends - starts), starts = clock() - interval '5 minutes'
 WHERE session = (SELECT id FROM lectern.session WHERE slug = ${ref}) AND number = 1;
UPDATE lectern.session SET starts = clock() - interval '5 minutes', booking_closes = NULL,
       ends = (SELECT max(ends) FROM lectern.part p WHERE p.session = session.id) WHERE slug = ${ref}`
  const [trainer] = signedIn('trainer@example.org')
  const browser = await open(film('story-door', [[story.png, 2], [null, 2]]))
  t.after(() => browser.close())
  const tab = await tabFor(browser, trainer.cookie)
  await tab.goto(`${base}/door`)
  const { press, budget } = counted(tab)
  await press(tab.locator(`a[href="/door/${ref}"]`).first())
  // The browser allows the camera already: it starts by itself.
  await tab.locator('[data-door-result].result--in').waitFor({ timeout: 60000 })
  assert.ok(budget.presses <= 2)
  assert.equal(await tab.locator('.result--in .result__name').textContent(), 'Łucja Zażółć-O’Neil')
  assert.deepEqual(rows`SELECT outcome, means FROM lectern.scan WHERE booking = ${story.number} AND outcome = 'admitted'`,
    [{ outcome: 'admitted', means: 'camera' }])
  assert.deepEqual(tab.wrong, [])
})

test('afterwards: a half-filled form is kept, a whole one is thanked for', async (t) => {
  sql`
UPDATE lectern.part SET starts = starts - interval '8 hours', ends = clock() - interval '1 minute'
 WHERE session = (SELECT id FROM lectern.session WHERE slug = ${ref});
UPDATE lectern.session SET starts = starts - interval '8 hours', ends = clock() - interval '1 minute' WHERE slug = ${ref}`
  const browser = await open()
  t.after(() => browser.close())
  const tab = await tabFor(browser, story.cookie)
  await tab.goto(`${base}/bookings/${story.number}`)
  await tab.getByRole('link', { name: 'Give feedback' }).click()
  await fitsAll(tab, 'the form')
  await tab.locator('[name="post_best"]').fill('<script>alert("x")</script> & the {{7*7}} exercise')
  await tab.locator('main form button[type=submit]').last().click()
  await tab.getByRole('alert').or(tab.locator('.govuk-error-summary')).first().waitFor()
  await fitsAll(tab, 'the form with errors')
  assert.equal(await tab.locator('[name="post_best"]').inputValue(), '<script>alert("x")</script> & the {{7*7}} exercise')
  const names = await tab.locator('main input[type=radio]').evaluateAll(
    (all) => [...new Set(all.map((one) => /** @type {HTMLInputElement} */ (one).name))])
  for (const name of names) {
    const group = tab.locator(`input[type=radio][name="${name}"]:visible`)
    if (await group.count() > 0) await group.nth(Math.min(3, await group.count() - 1)).check()
  }
  await tab.locator('input[name="post_concern"][value="call"]').check()
  await tab.locator('[name="post_action1"]').fill('Ask about fathers at every visit, by Friday.')
  await tab.locator('main form button[type=submit]').last().click()
  await tab.getByRole('heading', { name: /thank you/i }).waitFor()
  await fitsAll(tab, 'thanks')
  assert.equal(one`SELECT count(*)::int FROM lectern.response WHERE booking = ${story.number}`, 1)
  assert.equal(one`
SELECT count(*)::int FROM lectern.alert a JOIN lectern.question q ON q.id = a.question
 WHERE a.booking = ${story.number} AND q.code = 'post_concern'`, 1)
  await mailTo('coordinator@example.org', /call/i)
  assert.deepEqual(tab.wrong, [])
})

test('the coordinator sees who wants a call, and downloads attendance and answers', async (t) => {
  const [coordinator] = signedIn('coordinator@example.org')
  const desk = await coordinator.get('/manage')
  assert.match(desk.text, /Łucja Zażółć-O’Neil/)
  const attendance = await coordinator.get(`/manage/exports/attendance.csv?session=${ref}`)
  assert.equal(attendance.status, 200)
  assert.ok(attendance.text.replace('﻿', '').startsWith('booking,session,part,starts,first_name,last_name,email,agency,attendance,arrived,left'))
  const mine = attendance.text.split('\r\n').find((line) => line.startsWith(`${story.number},`)) ?? ''
  assert.match(mine, /Łucja,Zażółć-O’Neil,/)
  assert.match(mine, /,full,/)
  const answers = await coordinator.get(`/manage/exports/evaluations.json?session=${ref}`)
  const list = JSON.parse(answers.text)
  assert.ok(list.some((/** @type {any} */ a) => a.question === 'post_best' && a.answer.includes('{{7*7}}')))
  assert.ok(!list.some((/** @type {any} */ a) => a.question === 'post_concern'), 'a call for help is no statistic')
  assert.equal(one`
SELECT count(*)::int FROM lectern.audit WHERE act = 'export' AND object = 'export attendance.csv' AND detail ->> 'session' = ${ref}`, 1)
})
