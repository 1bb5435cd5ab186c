/**
 * bench.mjs: the figures of script/bench, one line of JSON each: a ratio
 * against something that ran in the same minutes, so that a slow machine
 * slows both.  Each is the median of interleaved rounds.
 */
import { execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'

const { SMALL, LARGE, FLOOR, SERVICE_USER, PGBIN } = process.env
const people = Number(process.env.PEOPLE)
const rounds = Number(process.env.BENCH_ROUNDS ?? 5)
const seconds = Number(process.env.BENCH_SECONDS ?? 3)
const wanted = process.argv.slice(2)
const started = []

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]
const round = (x, digits = 3) => Number(x.toFixed(digits))
const conf = (home, key) =>
  readFileSync(join(home, 'lectern.conf'), 'utf8').match(new RegExp(`^${key} = (.*)$`, 'm'))[1]
const base = (home) => conf(home, 'base_url')
const psql = (home, ...args) => execFileSync(`${PGBIN}/psql`,
  ['-qXAt', '-v', 'ON_ERROR_STOP=1', '-h', join(home, 'run'), '-U', 'lectern_owner', '-d', 'lectern', ...args],
  { encoding: 'utf8', maxBuffer: 1 << 28 })

function figure (name, ratios, bar, better, detail) {
  const ratio = round(median(ratios))
  console.log(JSON.stringify({ figure: name, ratio, bar, better, met: better === 'more' ? ratio >= bar : ratio <= bar, detail }))
  if (detail.errors) throw new Error(`${name}: ${detail.errors} requests were refused, so this measures something else`)
}

const asked = (name) => wanted.length === 0 || wanted.some((one) => name.startsWith(one))

/** Run a program as the services do, until the bench ends. */
function keep (command, args) {
  const all = SERVICE_USER ? ['runuser', '-u', SERVICE_USER, '--', command, ...args] : [command, ...args]
  const child = spawn(all[0], all.slice(1), { stdio: 'ignore', detached: true })
  started.push(child)
  return child
}

function stopAll () {
  for (const child of started) try { process.kill(-child.pid, 'SIGTERM') } catch {}
}
process.on('exit', stopAll)
process.on('SIGINT', () => process.exit(1))

const reachable = (where) => new Promise((resolve) => {
  const socket = connect(where)
  socket.on('connect', () => { socket.destroy(); resolve(true) })
  socket.on('error', () => resolve(false))
})

async function until (where) {
  while (!await reachable(where)) await new Promise((resolve) => setTimeout(resolve, 2))
}

/** Statement NAME of sql/queries with its parameters set, "$n" or constants. */
function statement (file, name, values) {
  const text = readFileSync(`sql/queries/${file}.sql`, 'utf8')
  const [, body] = text.match(new RegExp(`^-- ${name}\\(.*\\n(?:--.*\\n)*([^]*?;)$`, 'm'))
  return Object.entries(values).reduce(
    (sql, [key, value]) => sql.replace(new RegExp(`(^|[^:]):${key}\\b`, 'g'), `$1${value}`), body).replace(/;\s*$/, '')
}

// What our own connections set, as it stands there.
const source = readFileSync('src/web/db.c', 'utf8')
const [, options] = source.match(/ db_web = \{[^"]*"([^"]*)"/)
const [, cost] = source.match(/SET random_page_cost = ([\d.]+)/)
const settings = `${options} -c random_page_cost=${cost}`
let floors = 0

/** A floor program and an nginx before it, as those of the server in home. */
async function floor (home, sql, bytes) {
  const run = join(home, 'run')
  const n = ++floors
  const port = Number(new URL(base(home)).port) + 200 + n
  const socket = join(run, `floor${n}.sock`)
  writeFileSync(join(run, `floor${n}.sql`), sql)
  writeFileSync(join(run, `floor${n}.bytes`), bytes)
  keep(FLOOR, [socket, conf(home, 'workers'), `host=${run} dbname=lectern user=lectern_web options='${settings}'`,
    join(run, `floor${n}.sql`), join(run, `floor${n}.bytes`)])
  await until(socket)
  const text = readFileSync(join(home, 'nginx/nginx.conf'), 'utf8')
    .replaceAll(new URL(base(home)).port, String(port))
    .replaceAll('web.sock', `floor${n}.sock`)
    .replace('nginx.pid', `floor${n}.pid`)
  writeFileSync(join(home, `nginx/floor${n}.conf`), text)
  keep('/usr/sbin/nginx', ['-p', home, '-c', join(home, `nginx/floor${n}.conf`)])
  await until({ port, host: '127.0.0.1' })
  return `http://127.0.0.1:${port}`
}

/** One round of wrk: { rate, errors, p99 }. */
function wrk (url, connections, env = {}, length = seconds) {
  const out = execFileSync('wrk', ['-t', '1', '-c', String(connections), '-d', `${length}s`, '--timeout', '10s',
    '-s', 'tests/bench/forms.lua', url], { encoding: 'utf8', env: { ...process.env, BASE: url, ...env } })
  const line = JSON.parse(out.match(/^\{.*\}$/m)[0])
  return { rate: line.requests / line.us * 1e6, requests: line.requests, errors: line.errors, p99: line.p99_us / 1000 }
}

const answer = async (url, headers = {}) => {
  // nginx may close a kept connection just as it is used again.
  const ask = () => fetch(url, { headers, redirect: 'manual' })
  const reply = await ask().catch(ask)
  return { reply, body: await reply.text() }
}

function forms (home, name, lines) {
  const file = join(home, `run/${name}.forms`)
  writeFileSync(file, lines.join('\n') + '\n')
  return file
}

/** Sign-ins of the first n people: cookie and the token of their forms. */
async function logins (home, n) {
  const addresses = Array.from({ length: n }, (_, i) => `b${i + 1}@example.org`)
  const cookies = []
  for (let i = 0; i < n; i += 2000) {
    cookies.push(...execFileSync('script/lectern', ['login', ...addresses.slice(i, i + 2000)],
      { encoding: 'utf8', env: { ...process.env, LECTERN_VAR: home }, maxBuffer: 1 << 26 }).trim().split('\n'))
  }
  const all = []
  let next = 0
  await Promise.all(Array.from({ length: 16 }, async () => {
    while (next < cookies.length) {
      const i = next++
      const { body } = await answer(`${base(home)}/bookings`, { cookie: cookies[i] })
      all[i] = { cookie: cookies[i], csrf: body.match(/name="csrf" value="([^"]+)"/)[1] }
    }
  }))
  return all
}

const cached = new Map()
async function signedIn (home, n) {
  if (!cached.has(home)) cached.set(home, await logins(home, n))
  return cached.get(home)
}

const bookingLine = (one, ref) => [`/sessions/${ref}/book`, one.cookie, 'application/x-www-form-urlencoded',
  `csrf=${one.csrf}&key=${randomUUID()}`].join('\t')

const bookSql = `SELECT outcome FROM app.book($1::bigint, $2, NULL, gen_random_uuid(), '\\x00', NULL, NULL, NULL, NULL, NULL,
  substr(sha256(gen_random_uuid()::text::bytea), 1, 16), 1,
  sha256(gen_random_uuid()::text::bytea), sha256(gen_random_uuid()::text::bytea))`
const redirect = 'Status: 303\r\nLocation: /bookings/1\r\nContent-Type: text/plain\r\n\r\n'

// --- the figures ---------------------------------------------------------------

async function noise () {
  const url = `${base(SMALL)}/healthz`
  const file = forms(SMALL, 'health', ['/healthz\t\ttext/plain\t'])
  const rates = Array.from({ length: rounds }, () => wrk(url, 8, { FORMS: file }, 1).rate)
  console.log(JSON.stringify({ figure: 'noise', ratio: round(Math.max(...rates) / Math.min(...rates)), bar: null, better: 'less', detail: { what: 'fastest over slowest round of /healthz', rates: rates.map(Math.round) } }))
}

async function page () {
  const { reply, body } = await answer(`${base(SMALL)}/`)
  const sent = { q: '', kinds: '{}', levels: '{}', deliveries: '{}', topic: '', from: '', to: '', free: 'false', offset: '0', person: '0' }
  const sql = statement('catalogue', 'programme_list', Object.fromEntries(Object.keys(sent).map((key, i) => [key, `$$${i + 1}`])))
  const other = await floor(SMALL, sql, `Content-Type: ${reply.headers.get('content-type')}\r\nCache-Control: no-store\r\n\r\n${body}`)
  const file = forms(SMALL, 'home', ['/\t\ttext/plain\t'])
  const theirs = forms(SMALL, 'floorhome', [`/?${Object.entries(sent).map((pair) => pair.join('=')).join('&')}\t\ttext/plain\t`])
  const pairs = Array.from({ length: rounds }, () => [wrk(`${base(SMALL)}/`, 32, { FORMS: file }), wrk(other, 32, { FORMS: theirs })])
  figure('a. catalogue page against the floor', pairs.map(([x, y]) => x.rate / y.rate), 0.7, 'more', {
    ours: Math.round(median(pairs.map(([x]) => x.rate))), floor: Math.round(median(pairs.map(([, y]) => y.rate))),
    p99_ms: round(median(pairs.map(([x]) => x.p99))), errors: pairs.reduce((n, [x, y]) => n + x.errors + y.errors, 0)
  })
}

async function book () {
  const all = await signedIn(SMALL, people)
  const ids = psql(SMALL, '-c', "SELECT id FROM lectern.person WHERE code LIKE 'B%' ORDER BY substr(code, 2)::int").trim().split('\n')
  const other = await floor(SMALL, bookSql, redirect)
  const spread = (i) => `BENCH-1-${1 + (i * 31 + Math.floor(i / people)) % 100}`
  const ours = forms(SMALL, 'spread', Array.from({ length: people * 3 }, (_, i) => bookingLine(all[i % people], spread(i))))
  const theirs = forms(SMALL, 'floor', Array.from({ length: people * 3 }, (_, i) =>
    `/?p=${ids[i % people]}&r=BENCH-1-${101 + (i * 31 + Math.floor(i / people)) % 100}\t\ttext/plain\t`))
  let a = 0
  let b = 0
  const pairs = []
  for (let i = 0; i < rounds; i++) {
    const x = wrk(base(SMALL), 8, { FORMS: ours, START: String(a) })
    const y = wrk(other, 8, { FORMS: theirs, START: String(b), BASE: base(SMALL) })
    a += x.requests + 16
    b += y.requests + 16
    pairs.push([x, y])
  }
  const made = Number(psql(SMALL, '-c', "SELECT count(*) FROM lectern.booking b JOIN lectern.session s ON s.id = b.session WHERE s.ref ~ '^BENCH-1/([1-9][0-9]?|100)$'"))
  figure('b. booking spread over 200 sessions against the floor', pairs.map(([x, y]) => x.rate / y.rate), 0.6, 'more', {
    ours: Math.round(median(pairs.map(([x]) => x.rate))), floor: Math.round(median(pairs.map(([, y]) => y.rate))),
    p99_ms: round(median(pairs.map(([x]) => x.p99))), errors: pairs.reduce((n, [x, y]) => n + x.errors + y.errors, 0),
    requests: pairs.reduce((n, [x]) => n + x.requests, 0), bookings: made, pgbench: pgbench()
  })
  const hot = []
  for (let i = 0; i < rounds; i++) {
    const mine = forms(SMALL, 'hot', all.map((one) => bookingLine(one, `BENCH-1-${201 + i}`)))
    const floors = forms(SMALL, 'floorhot', ids.map((id) => `/?p=${id}&r=BENCH-1-${211 + i}\t\ttext/plain\t`))
    hot.push([wrk(base(SMALL), 8, { FORMS: mine }), wrk(other, 8, { FORMS: floors })])
  }
  figure('b. booking one hot session against the floor', hot.map(([x, y]) => x.rate / y.rate), 0.7, 'more', {
    ours: Math.round(median(hot.map(([x]) => x.rate))), floor: Math.round(median(hot.map(([, y]) => y.rate))),
    p99_ms: round(median(hot.map(([x]) => x.p99))), errors: hot.reduce((n, [x, y]) => n + x.errors + y.errors, 0)
  })
}

function pgbench () {
  const file = join(SMALL, 'run/book.pgbench')
  writeFileSync(file, `\\set n random(1, ${people})\n\\set s random(1, 100)\n` +
    bookSql.replace('$1::bigint', `(SELECT id FROM lectern.person WHERE code = 'B' || :n)`).replace('$2', `'BENCH-1-' || :s`) + ';\n')
  const out = execFileSync('pgbench', ['-n', '-c', '8', '-j', '1', '-M', 'prepared', '-T', String(seconds), '-h', join(SMALL, 'run'),
    '-U', 'lectern_owner', '-f', file, 'lectern'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  return Math.round(Number(out.match(/tps = ([0-9.]+)/)[1]))
}

const processes = (home, name) => readdirSync('/proc').filter((pid) => {
  try {
    return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(join(home, `app/bin/${name}`))
  } catch { return false }
})
const status = (pid, key) => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm'))[1])

async function exporting () {
  const actor = psql(LARGE, '-c', "SELECT id FROM lectern.person WHERE email = 'coordinator@example.org'").trim()
  const sql = statement('export', 'export_attendance', {
    actor, first: "''", last: "''", event: "''", session: "''", agency: "''"
  }).replace(/\s+/g, ' ')
  const cookie = execFileSync('script/lectern', ['login', 'coordinator@example.org'], { encoding: 'utf8', env: { ...process.env, LECTERN_VAR: LARGE } }).trim()
  const peaks = () => new Map(processes(LARGE, 'lecternd').map((pid) => [pid, status(pid, 'VmRSS')]))
  const before = peaks()
  const timed = (command, args) => {
    const from = process.hrtime.bigint()
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    return Number(process.hrtime.bigint() - from) / 1e9
  }
  const ours = join(LARGE, 'run/ours.csv')
  const theirs = join(LARGE, 'run/theirs.csv')
  const pairs = Array.from({ length: rounds }, () => [
    timed('curl', ['-sf', '-o', ours, '-H', `Cookie: ${cookie}`, `${base(LARGE)}/manage/exports/attendance.csv`]),
    timed(`${PGBIN}/psql`, ['-qX', '-h', join(LARGE, 'run'), '-U', 'lectern_web', '-d', 'lectern', '-c', `\\copy (${sql}) TO '${theirs}' CSV HEADER`])])
  const rows = Number(execFileSync('wc', ['-l', ours], { encoding: 'utf8' }).split(' ')[0]) - 1
  const grown = Math.max(...[...before].map(([pid, idle]) => status(pid, 'VmHWM') - idle))
  figure('c. a million rows as CSV against psql \\copy', pairs.map(([x, y]) => y / x), 0.8, 'more',
    { rows, ours_s: round(median(pairs.map(([x]) => x))), copy_s: round(median(pairs.map(([, y]) => y))) })
  console.log(JSON.stringify({ figure: 'c. memory of the worker that exports, MB above idle', ratio: round(grown / 1024, 1), bar: 16, better: 'less', met: grown <= 16384, detail: { workers: before.size } }))
  rmSync(ours)
  rmSync(theirs)
}

async function growth () {
  const compare = (name, lines, connections) => {
    const files = [SMALL, LARGE].map((home, i) => forms(home, name, lines[i]))
    let skip = [0, 0]
    const pairs = Array.from({ length: rounds }, () => [SMALL, LARGE].map((home, i) => {
      const one = wrk(base(home), connections, { FORMS: files[i], START: String(skip[i]), BASE: base(home) })
      if (lines[i].length > 1) skip[i] += one.requests + 2 * connections
      return one
    }))
    figure(`d. ${name} with a million bookings against few`, pairs.map(([x, y]) => x.rate / y.rate), 1.2, 'less', {
      few: Math.round(median(pairs.map(([x]) => x.rate))), million: Math.round(median(pairs.map(([, y]) => y.rate))),
      errors: pairs.reduce((n, [x, y]) => n + x.errors + y.errors, 0)
    })
  }
  const page = ['/\t\ttext/plain\t']
  compare('catalogue', [page, page], 32)
  const all = [await signedIn(SMALL, people), await signedIn(LARGE, people)]
  compare('booking', all.map((list) => Array.from({ length: people * 2 }, (_, i) =>
    bookingLine(list[i % people], `BENCH-1-${221 + Math.floor(i / people)}`))), 8)
  const scans = [SMALL, LARGE].map((home, i) => {
    const bookings = psql(home, '-c', "SELECT b.id FROM lectern.booking b JOIN lectern.session s ON s.id = b.session WHERE s.ref = 'BENCH-1/DOOR' ORDER BY b.id").trim().split('\n')
    return bookings.map((number) => ['/api/v1/door/BENCH-1-DOOR/scans', all[i][0].cookie, 'application/json', JSON.stringify({
      scans: [{ id: randomUUID(), booking: Number(number), way: 'in', means: 'name', at: new Date().toISOString() }]
    })].join('\t'))
  })
  compare('door scan', scans, 8)
}

async function memory () {
  const pids = [...processes(LARGE, 'lecternd'), ...processes(LARGE, 'lectern-worker')]
  const kb = pids.reduce((n, pid) => n + Number(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').match(/^Pss:\s+(\d+)/m)[1]), 0)
  console.log(JSON.stringify({ figure: 'e. proportional memory of lecternd and lectern-worker, MB', ratio: round(kb / 1024, 1), bar: 100, better: 'less', met: kb <= 102400, detail: { processes: pids.length } }))
  const run = join(SMALL, 'run/cold')
  execFileSync('install', ['-d', '-m', '700', ...(SERVICE_USER ? ['-o', SERVICE_USER] : []), run])
  const file = join(SMALL, 'cold.conf')
  writeFileSync(file, readFileSync(join(SMALL, 'lectern.conf'), 'utf8').replace(/^run_dir = .*$/m, `run_dir = ${run}`))
  const times = []
  for (let i = 0; i < rounds; i++) {
    const from = process.hrtime.bigint()
    const child = keep(join(SMALL, 'app/bin/lecternd'), ['-f', file])
    await until(join(run, 'web.sock'))
    times.push(Number(process.hrtime.bigint() - from) / 1e6)
    try { process.kill(-child.pid, 'SIGTERM') } catch {}
    await new Promise((resolve) => child.on('exit', resolve))
  }
  figure('e. cold start of lecternd, ms', times, 300, 'less', { times: times.map(Math.round) })
}

async function visit () {
  const { chromium } = await import('playwright-core')
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
  })
  const context = await browser.newContext()
  const tab = await context.newPage()
  const devtools = await context.newCDPSession(tab)
  const names = new Map()
  const sizes = new Map()
  await devtools.send('Network.enable')
  devtools.on('Network.requestWillBeSent', (e) => { if (!e.request.url.startsWith('data:')) names.set(e.requestId, new URL(e.request.url).pathname) })
  devtools.on('Network.loadingFinished', (e) => { if (names.has(e.requestId)) sizes.set(names.get(e.requestId), e.encodedDataLength) })
  await tab.goto(`${base(SMALL)}/`, { waitUntil: 'networkidle' })
  await browser.close()
  const kb = [...sizes.values()].reduce((n, size) => n + size, 0) / 1024
  console.log(JSON.stringify({ figure: 'f. first visit of the home page, KB', ratio: round(kb, 1), bar: 60, better: 'less', met: kb <= 60, detail: Object.fromEntries(sizes) }))
  console.log(JSON.stringify({ figure: 'f. requests of the first visit', ratio: names.size, bar: 6, better: 'less', met: names.size <= 6, detail: [...names.values()] }))
}

for (const [name, measure] of Object.entries({ noise, page, book, exporting, growth, memory, visit })) {
  if (asked(name)) await measure()
}
process.exit(0)
