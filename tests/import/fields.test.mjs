// Every field of the programme that we ship is shown on a page, decides by a
// rule, or is named here with the reason why not.  A field that is new to
// data/demo/programme.json fails until it has a line in
// tests/data/programme_fields.tsv:
//
//   FIELD  page    ADDRESS [NAME]   the page whose words tell each value (pages.mjs says
//                                   in which words), or the field of its form
//   FIELD  rule                     rules.mjs changes it and asks what it decides
//   FIELD  reason  WORDS            neither, because
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { begin as serve } from './ask.mjs'
import { addresses, values, words } from './pages.mjs'
import { desk, given, mine, now, press, rules } from './rules.mjs'
import { begin, demo, end, folder, json, load, people, run, sql, sqls } from './world.mjs'

const table = new Map(readFileSync(new URL('../data/programme_fields.tsv', import.meta.url), 'utf8')
  .split('\n').filter(l => l && !l.startsWith('#')).map(l => l.split('\t')).map(([field, ...rest]) => [field, rest]))
const programme = given(JSON.parse(readFileSync(join(demo, 'programme.json'), 'utf8')))

const fields = new Set([...values(programme)].map(([field]) => field))

let lecternd, cookie, owner, loaded
before(async () => {
  begin()
  sql(`UPDATE lectern.deployment SET demo = true, shift = timestamptz '${now}' - now()`)
  const done = load({ 'agencies.json': json('agencies.json'), 'programme.json': programme, 'evaluation_forms.json': json('evaluation_forms.json'),
    'people.csv': people({ manager_email: 'boss@example.org', job_title: 'Nurse' }, { person_id: 'P9002', email: 'desk@example.org' },
      { person_id: 'P9003', email: 'mine@example.org', manager_email: 'boss@example.org' }) })
  assert.equal(done.status, 0, done.err)
  sql(`UPDATE lectern.person SET coordinator = true WHERE code = 'P9002'`)
  ;[cookie, owner] = run('login', 'desk@example.org', 'mine@example.org').out.trim().split('\n')
  loaded = done.err
  lecternd = await serve(folder)
})
after(() => { lecternd.stop(); end() })

test('every field has a line, and every line a field', () => {
  assert.deepEqual([...fields].filter(f => !table.has(f)), [], 'fields without a line')
  assert.deepEqual([...table.keys()].filter(f => !fields.has(f)), [], 'lines without a field')
})
test('what is shown stands on its page, in these words', async () => {
  sql(`UPDATE lectern.rule SET join_days = 400; INSERT INTO lectern.review_reader (review, person) SELECT r.id, ${desk} FROM lectern.review r`)
  const number = sql(press('PAR-201/02', 'b.booking', mine))
  const say = words(programme), seen = new Map(), pages = new Map(), missing = []
  const secret = code => code && programme.reviews.find(r => r.code === code).status !== 'published'
  const address = addresses(programme, one => one && !secret(one.review_code) && one.status !== 'draft' && !(one.visible_from > now), { 'PAR-201/02': number })
  for (const [field, value, of] of values(programme)) {
    const [kind, what = ''] = table.get(field), [pattern, name] = what.split(' '), n = seen.get(field) ?? 0
    const expected = value === '' || value === null && field !== 'sessions[].capacity_split' ? false : say[field] ? say[field](value, of) : String(value)
    const where = kind === 'page' && expected && address(pattern, of)
    if (!where || (pattern === '/manage/sessions/:ref' && n > 4)) continue
    seen.set(field, n + 1)
    if (!pages.has(where)) pages.set(where, await lecternd.get(where, pattern === '/bookings/:number' ? owner : pattern.startsWith('/manage') ? cookie : ''))
    const page = pages.get(where), given = name ? page.value(name) : page.words
    const not = Array.isArray(expected) && expected[0] === null
    for (const one of [expected].flat().filter(Boolean)) {
      const there = one[0] === '=' ? page.html.includes(one.slice(1)) : name && typeof value !== 'object' ? given === one : given.includes(one.replace(/\s+/g, ' '))
      if (there === not) missing.push(`${where} (${page.status}) ${not ? 'says' : 'does not say'} ${one}: ${field}`)
    }
  }
  assert.deepEqual(missing, [])
  assert.deepEqual([...table].filter(([field, [kind]]) => kind === 'page' && !seen.has(field)).map(([field]) => field), [], 'seen on no page')
})
test('what decides of a date is what the file says of it', () => {
  const at = (/** @type {string | null} */ instant) => instant ? new Date(instant).getTime() : null
  const ours = JSON.parse(sql('SELECT json_object_agg(ref, to_jsonb(s)) FROM lectern.session s'))
  for (const s of programme.sessions) {
    const got = ours[s.session_ref]
    assert.deepEqual([got.title, got.min_numbers, got.max_per_agency, at(got.visible_from), at(got.booking_opens), at(got.booking_closes), at(got.free_until)],
      [s.title, s.min_numbers ?? null, s.max_per_agency ?? null, at(s.visible_from ?? null), at(s.booking_opens ?? null), at(s.booking_closes ?? null), at(s.free_cancellation_until ?? null)], s.session_ref)
  }
})
test('what decides: it changes in the file, and what it decides changes with it', async () => {
  assert.deepEqual(Object.keys(rules).sort(), [...table].filter(([, [kind]]) => kind === 'rule').map(([field]) => field).sort(), 'a rule for each row')
  const asked = async (told, changed) => {
    const answers = {}, [pages, said, rest] = [/^\//, /^!/, /^[^/!]/].map(sort => Object.entries(rules).filter(([, [, what]]) => sort.test(what)))
    for (const [field, [, what]] of said) answers[field] = told.split(what.slice(1))[1]?.split('\n')[0] ?? ''
    const found = sqls(rest.map(([, [change, what]]) => changed && typeof change === 'string' ? `BEGIN; ${change}; ${what}; ROLLBACK` : what))
    rest.forEach(([field], i) => { answers[field] = found[i] })
    for (const [field, [, what]] of pages) {
      const [address, name] = what.split(' ')
      answers[field] = name ? (await lecternd.get(address, cookie)).value(name) : String((await lecternd.get(address)).status)
    }
    return answers
  }
  const before = await asked(loaded), other = structuredClone(programme)
  for (const [change] of Object.values(rules)) if (typeof change === 'function') change(other)
  const done = load({ 'programme.json': other })
  assert.equal(done.status, 0, done.err)
  const after = await asked(done.err, true)
  const [was, is] = [2, 3].map(i => Object.fromEntries(Object.entries(rules).map(([field, row]) => [field, row[i]])))
  assert.deepEqual(before, was)
  assert.deepEqual(after, is)
})
test('what does neither says why', () => {
  for (const [field, [kind, what]] of table) {
    assert.ok(['page', 'rule', 'reason'].includes(kind), `${field}: ${kind}`)
    if (kind === 'reason') assert.ok(what.length > 20, field)
  }
})
test('what the programme says twice agrees, and its holidays with ours', () => {
  const { meta, courses, sessions, topics } = programme
  const local = at => new Date(at).toLocaleString('sv', { timeZone: meta.timezone })
  for (const s of sessions) {
    for (const p of s.parts) {
      assert.equal(new Date(p.start_local).getTime(), new Date(p.start_utc).getTime(), s.session_ref)
      assert.equal(new Date(p.end_local).getTime(), new Date(p.end_utc).getTime(), s.session_ref)
      assert.equal(new Date(p.end_local).getTime() - new Date(p.start_utc).getTime(), p.minutes * 60000, s.session_ref)
      assert.equal(p.start_local.slice(0, 10), p.date)
      assert.equal(p.clock, p.start_local.endsWith('+01:00') ? 'BST' : 'GMT', s.session_ref)
      assert.equal(local(p.start_local), p.start_local.slice(0, 19).replace('T', ' '), s.session_ref)
    }
    assert.equal(s.kind, courses.find(c => c.code === s.course_code).kind, s.session_ref)
    if (s.replaces) assert.equal(sessions.find(o => o.session_ref === s.replaces).replaced_by, s.session_ref)
  }
  for (const c of meta.clock_changes) assert.equal(local(`${c.date}T03:00:00Z`).slice(12, 13) - local(`${c.date}T00:00:00Z`).slice(12, 13), c.change.endsWith('BST') ? 4 : 2, c.date)
  assert.deepEqual([...new Set(courses.flatMap(c => c.topics))].sort(), topics)
  const ours = sql('SELECT day FROM lectern.holiday').split('\n')
  for (const h of meta.bank_holidays) assert.ok(ours.includes(h.date), h.date)
  for (const h of meta.school_holidays_assumed) {
    assert.equal(sql(`SELECT count(*) > 0 FROM lectern.school_holiday WHERE first <= '${h.last}' AND last >= '${h.first}'`), 't', h.name)
  }
})
