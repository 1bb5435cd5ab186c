// Every field of the programme that we ship is shown on a page, decides by a
// rule, or is named here with the reason why not.  A field that is new to
// data/demo/programme.json fails until it has a line in
// tests/data/programme_fields.tsv:
//
//   FIELD  page    VIEW.COLUMN PAGE   the page of src/app/html that names it
//   FIELD  rule    COLUMN FILE        the function or view that decides by it
//   FIELD  reason  WORDS              neither, because
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { begin, demo, end, json, load, root, sql } from './world.mjs'

const table = new Map(readFileSync(new URL('../data/programme_fields.tsv', import.meta.url), 'utf8')
  .split('\n').filter(l => l && !l.startsWith('#')).map(l => l.split('\t')).map(([field, ...rest]) => [field, rest]))
const programme = JSON.parse(readFileSync(join(demo, 'programme.json'), 'utf8'))
const text = path => readFileSync(join(root, path), 'utf8')

// Names of things, such as levels and prices, that are data and not fields.
const open = new Set(['meta.levels', 'meta.example_fees', 'venues[].rooms[].layouts', 'courses[].quotas', 'sessions[].quotas'])
const fields = new Set()
function walk (value, path) {
  if (Array.isArray(value)) value.forEach(v => walk(v, `${path}[]`))
  else if (value && typeof value === 'object' && !open.has(path)) {
    for (const [name, v] of Object.entries(value)) walk(v, path ? `${path}.${name}` : name)
    return
  }
  if (path && !Array.isArray(value)) fields.add(path.replace(/\[\]$/, ''))
}
walk(programme, '')

before(() => {
  begin()
  const done = load({ 'agencies.json': json('agencies.json'), 'programme.json': json('programme.json') })
  assert.equal(done.status, 0, done.err)
})
after(end)

test('every field has a line, and every line a field', () => {
  assert.deepEqual([...fields].filter(f => !table.has(f)), [], 'fields without a line')
  assert.deepEqual([...table.keys()].filter(f => !fields.has(f)), [], 'lines without a field')
})
test('what is shown: the view has it, a query reads it, the page names it', () => {
  const queries = readdirSync(join(root, 'sql/queries')).map(f => text(`sql/queries/${f}`)).join('\n')
  const missing = []
  for (const [field, [kind, what, page]] of table) {
    if (kind !== 'page') continue
    const [view, column] = what.split('.')
    if (sql(`SELECT count(*) FROM information_schema.columns WHERE table_schema = 'app' AND table_name = '${view}' AND column_name = '${column}'`) !== '1') missing.push(`${field}: no app.${what}`)
    else if (!queries.includes(`app.${view}`)) missing.push(`${field}: no query of app.${view}`)
    else if (!existsSync(join(root, 'src/app/html', page)) || !new RegExp(`\\{\\{[#^&{]?${column}\\b`).test(text(`src/app/html/${page}`))) missing.push(`${field}: ${page} does not name ${column}`)
    else if ((view.startsWith('edit_') || !/^manage_|^_manage_|^booking/.test(page)) && sql(`SELECT count("${column}") > 0 FROM app.${view} WHERE "${column}"::text <> ''`) !== 't') missing.push(`${field}: app.${what} is empty`)
  }
  assert.deepEqual(missing, [])
})
test('what decides: its column is there and the rule reads it', () => {
  const missing = []
  for (const [field, [kind, what, file]] of table) {
    if (kind !== 'rule') continue
    const [entity, column] = what.split('.')
    if (sql(`SELECT count(*) FROM information_schema.columns WHERE table_schema = 'lectern' AND table_name = '${entity}' AND column_name = '${column}'`) !== '1') missing.push(`${field}: no lectern.${what}`)
    else if (!existsSync(join(root, file)) || !new RegExp(`\\b${column}\\b`).test(text(file))) missing.push(`${field}: ${file} does not read ${column}`)
  }
  assert.deepEqual(missing, [])
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
test('what does neither says why', () => {
  for (const [field, [kind, what]] of table) {
    assert.ok(['page', 'rule', 'reason'].includes(kind), `${field}: ${kind}`)
    if (kind === 'reason') assert.ok(what.length > 20, field)
  }
})
test('the dates of the programme agree with one another, and its bank holidays with ours', () => {
  for (const s of programme.sessions) {
    for (const p of s.parts) {
      assert.equal(new Date(p.start_local).getTime(), new Date(p.start_utc).getTime(), s.session_ref)
      assert.equal(new Date(p.end_local).getTime() - new Date(p.start_utc).getTime(), p.minutes * 60000, s.session_ref)
      assert.equal(p.start_local.slice(0, 10), p.date)
    }
  }
  const ours = sql('SELECT day FROM lectern.holiday').split('\n')
  for (const h of programme.meta.bank_holidays) assert.ok(ours.includes(h.date), h.date)
})
