/**
 * Every kind of page on real data, wide and narrow: axe finds nothing, nothing
 * is wider than the screen, nothing comes from elsewhere, and the HTML is valid.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HtmlValidate } from 'html-validate'
import { one } from '../http/db.mjs'
import { signedIn } from '../http/world.mjs'
import { base, fitsAll, open, tabFor } from '../browser/stage.mjs'

const html = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    'no-trailing-whitespace': 'off', 'void-style': 'off', 'long-title': 'off',
    'no-implicit-button-type': 'off', 'prefer-native-element': 'off', 'tel-non-breaking': 'off',
    'no-inline-style': 'off', 'attribute-boolean-style': 'off', 'doctype-style': 'off', 'no-redundant-role': 'off', 'require-sri': 'off',
    'wcag/h32': 'off', 'no-redundant-for': 'off', 'attribute-empty-style': 'off', 'valid-autocomplete': 'off'
  }
})
const held = one`
SELECT s.slug FROM lectern.session s JOIN lectern.response r ON r.session = s.id
 GROUP BY s.slug ORDER BY count(*) DESC LIMIT 1`
const coming = one`SELECT ref FROM app.session_line WHERE places_words LIKE '%places left' ORDER BY starts LIMIT 1`
const full = one`SELECT ref FROM app.session_line WHERE "full" ORDER BY starts LIMIT 1`
const hybrid = one`
SELECT l.ref FROM app.session_line l JOIN lectern.session s ON s.slug = l.ref
 WHERE s.delivery = 'hybrid' AND s.starts > lectern.clock() ORDER BY l.starts LIMIT 1`
const cancelled = one`SELECT ref FROM app.session_line WHERE cancelled ORDER BY starts LIMIT 1`
const mine = (/** @type {string} */ state) => one`
SELECT b.id FROM lectern.booking b JOIN lectern.person p ON p.id = b.person
 WHERE p.email = 'practitioner@example.org' AND b.state = ${state} ORDER BY b.id DESC LIMIT 1`
const person = one`SELECT code FROM lectern.person WHERE email = 'practitioner@example.org'`

/** @type {Record<string, string[]>} */
const pages = {
  '': ['/', '/?q=zzzz', '/?page=2', '/events/NEG-201', `/sessions/${coming}`, `/sessions/${full}`, `/sessions/${hybrid}`, `/sessions/${cancelled}`,
    '/login', '/register', '/password', '/accessibility', '/privacy', '/cookies', '/contact', '/nothing-here', '/t/AAAAAAAAAAAAAAAAAAAAAAAAAA'],
  'practitioner@example.org': ['/', `/sessions/${coming}`, `/sessions/${coming}/book`, '/bookings', `/bookings/${mine('confirmed')}`,
    `/bookings/${mine('confirmed')}/ticket`, `/bookings/${mine('confirmed')}/cancel`, `/bookings/${mine('cancelled')}`, '/account'],
  'trainer@example.org': ['/door', `/door/${coming}`, `/door/${held}/register`, `/door/${held}/results`],
  'booker@example.org': ['/agency', `/agency/sessions/${hybrid}`],
  'coordinator@example.org': ['/manage', '/manage/people?q=clarke', `/manage/people/${person}`, `/manage/sessions/${held}`,
    `/manage/sessions/${held}/results`, '/manage/exports', '/manage/agreements', '/manage/mail', '/manage/texts', '/manage/audit',
    '/manage/programme', '/manage/rules', '/manage/sessions/CON-901-01/plan', `/manage/sessions/${hybrid}/today`, '/manage/mail?which=all', '/manage/orders', '/manage/post']
}

const nowhere = ['/nothing-here']

// Two at a time, each page loaded once: then the screen gets narrow.
test('pages', { concurrency: 2 }, async (t) => {
  const browser = await open()
  t.after(() => browser.close())
  await Promise.all(Object.entries(pages).map(([who, paths]) => t.test(`pages of ${who || 'everybody'}`, async () => {
    const tab = await tabFor(browser, who ? signedIn(who)[0].cookie : 'none=none')
    for (const path of paths) {
      await tab.setViewportSize({ width: 1280, height: 800 })
      const reply = await tab.goto(base + path)
      assert.equal(reply?.status(), nowhere.includes(path) ? 404 : 200, path)
      const report = await html.validateString(await reply?.text() ?? '')
      assert.deepEqual(report.results.flatMap((r) => r.messages.map((m) => `${m.ruleId} ${m.line}: ${m.message}`)), [], path)
      await fitsAll(tab, `${path} at 1280`)
      await tab.setViewportSize({ width: 360, height: 800 })
      await fitsAll(tab, `${path} at 360`)
    }
    assert.deepEqual(tab.wrong, [], who)
  })))
})
