// A database of its own for each file of tests, and the command line on it.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

export const root = new URL('../..', import.meta.url).pathname
export const demo = join(root, 'data/demo')
export const folder = mkdtempSync(join(tmpdir(), 'lectern-import-'))
const name = `import_${basename(process.argv[1]).replace(/\W.*$/, '')}`
const lectern = join(process.env.LECTERN_BUILD_DIR ?? join(root, 'build'), 'lectern')

function psql (database, ...args) {
  return execFileSync('psql', ['-qXAt', '-v', 'ON_ERROR_STOP=1', '-d', database, ...args],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
}

// A fresh database, and settings that point to it.
export function begin () {
  psql('postgres', '-c', `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`,
    '-c', `CREATE DATABASE ${name} TEMPLATE ${process.env.TEMPLATE} OWNER lectern_owner`)
  const conf = readFileSync(process.env.LECTERN_CONF, 'utf8')
    .replace(/^database = .*$/m,
      `database = host=${process.env.PGHOST} port=${process.env.PGPORT} dbname=${name}`)
    .replace(/^run_dir = .*$/m, `run_dir = ${folder}`).replace(/^workers = .*$/m, 'workers = 2')
  process.env.LECTERN_CONF = join(folder, 'lectern.conf')
  writeFileSync(process.env.LECTERN_CONF, conf)
}

export function end () {
  psql('postgres', '-c', `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  rmSync(folder, { recursive: true })
}

// Rows of text, columns parted by |.
export const sql = text => psql(name, '-c', text)

// The answers to several questions, in one go.
export const sqls = texts => psql(name, ...texts.flatMap(text => ['-c', text, '-c', "SELECT '%%'"]))
  .split('%%').slice(0, -1).map(answer => answer.trim())

// Run the command line: { status, out, err }.
export function run (...args) {
  const done = spawnSync(lectern, args, { encoding: 'utf8' })
  return { status: done.status, out: done.stdout, err: done.stderr }
}

// Import files given as { name: content }; names of demo/ stand for themselves.
export function load (files) {
  return run('import', ...Object.entries(files).map(([file, content]) => {
    const path = join(folder, file)
    writeFileSync(path, typeof content === 'string' || Buffer.isBuffer(content)
      ? content
      : JSON.stringify(content, null, 1))
    return path
  }))
}

export const read = file => readFileSync(join(demo, file), 'utf8')
export const json = file => JSON.parse(read(file))

// Everything that the database holds, as text.
export const dump = () => execFileSync('pg_dump', ['--data-only', '--inserts', '-n', 'lectern', name],
  { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] })
  // the counters of identity columns, and a random word against injection
  .replace(/^SELECT pg_catalog.setval.*$|^\\(un)?restrict .*$/gm, '')

const columns = ['person_id', 'first_name', 'last_name', 'email', 'job_title', 'agency_code', 'team',
  'manager_email', 'phone', 'target_level', 'access_needs', 'dietary_needs', 'status']
const ordinary = { person_id: 'P9001', first_name: 'Ada', last_name: 'Byron', email: 'ada@example.org',
  agency_code: 'AG001', status: 'active' }
const cell = text => `"${String(text ?? '').replaceAll('"', '""')}"`

// A personnel list of people who differ from an ordinary one as given.
export const people = (...list) => [columns.join(','),
  ...list.map(one => columns.map(name => cell({ ...ordinary, ...one }[name])).join(','))].join('\n') + '\n'

// A programme of one session, changed by a function.
export function programme (change = () => {}) {
  const all = json('programme.json')
  const session = structuredClone(all.sessions.find(s => s.session_ref === 'WTO-301/04'))
  const own = { ...all, sessions: [session] }
  change(session, own)
  return own
}
