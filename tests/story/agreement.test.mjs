/**
 * A manager, on a phone, reads the mail of the demo's newest request and
 * decides: one page, one press, no account.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { simpleParser } from 'mailparser'
import { one } from '../http/db.mjs'
import { signedIn } from '../http/world.mjs'
import { base, fitsAll, open, tabFor } from '../browser/stage.mjs'

const folder = join(process.env.LECTERN_VAR ?? 'var', 'mail')

/** The link of the mail that asks for this booking. @param {string} address @param {string} name */
async function linkTo (address, name) {
  for (let tries = 0; tries < 100; tries++) {
    for (const file of readdirSync(folder).filter((n) => n.endsWith('.eml'))) {
      const mail = await simpleParser(readFileSync(join(folder, file)))
      const link = mail.text?.match(/https?:\/\/\S+\/approvals\/\S+/)
      if (link && [mail.to].flat()[0]?.text.includes(address) && mail.text?.includes(name)) return { mail, link: link[0] }
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`no mail asks ${address}`)
}

test('a manager reads a mail on a phone and has decided: one page, one press', async (t) => {
  const browser = await open()
  t.after(() => browser.close())
  const number = one`
SELECT number FROM app.agreement
 WHERE kind = 'manager' AND state = 'open' AND terms_words IS NOT NULL ORDER BY number DESC LIMIT 1`
  const address = one`SELECT address FROM lectern.approval WHERE booking = ${number} AND kind = 'manager' AND state = 'open'`
  const name = one`SELECT first_name FROM lectern.person p JOIN lectern.booking b ON b.person = p.id WHERE b.id = ${number}`
  const { mail, link } = await linkTo(address, name)
  assert.match(mail.subject ?? '', /^Do you agree\?/)

  const context = await browser.newContext({ viewport: { width: 360, height: 740 } })
  const tab = await context.newPage()
  const budget = { pages: 0, presses: 0 }
  tab.on('framenavigated', (frame) => { if (frame === tab.mainFrame()) budget.pages++ })
  const started = Date.now()
  await tab.goto(link)
  assert.ok(link.startsWith(base))
  await fitsAll(tab, 'a request for agreement')
  // What it costs not to come, in the words of that booking's own terms.
  const terms = one`SELECT terms_words FROM app.agreement WHERE number = ${number} AND kind = 'manager' AND state = 'open'`
  assert.ok(terms)
  await tab.getByText(terms).waitFor()
  const agree = tab.getByRole('button', { name: 'I agree', exact: true }).first()
  const box = await agree.boundingBox()
  assert.ok(box && box.height >= 44, 'a thumb can press it')
  assert.deepEqual(budget, { pages: 1, presses: 0 })
  budget.presses++
  await agree.click()
  await tab.getByRole('heading', { name: 'You agreed' }).waitFor()
  assert.equal(budget.presses, 1)
  assert.ok(Date.now() - started < 15000, 'within seconds')
  assert.equal(one`SELECT state FROM lectern.approval WHERE booking = ${number} AND kind = 'manager' ORDER BY id DESC LIMIT 1`, 'agreed')
  await fitsAll(tab, 'what was agreed')

  // The coordinator, whose word it needs too, finds it on one page.
  const desk = await tabFor(browser, signedIn('coordinator@example.org')[0].cookie)
  await desk.goto(`${base}/manage/agreements`)
  await fitsAll(desk, 'what waits for the coordinator')
  await desk.locator(`label[for="booking-${number}"]`).click()
  await desk.getByRole('button', { name: 'Agree to those ticked' }).click()
  await desk.getByRole('heading', { name: '1 request is decided' }).waitFor()
  assert.ok(['confirmed', 'waiting'].includes(one`SELECT state FROM lectern.booking WHERE id = ${number}`))
  assert.deepEqual(desk.wrong, [])
})
