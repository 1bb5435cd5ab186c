// What each field of the programme that no page shows decides: rows
//
//   FIELD: [change, what is asked, the answer before, the answer after]
//
// `change` makes the file say something else in this field alone (a text: it is
// done to the database, for the length of the question).  What is asked is SQL,
// as ADDRESS the status of a page, or as ADDRESS NAME a field of a form, as !WORDS
// what the import says after these words.
export const now = '2027-02-12T10:00:00Z'
const person = code => `(SELECT id FROM lectern.person WHERE code = '${code}')`
export const [who, desk, mine] = ['P9001', 'P9002', 'P9003'].map(person)
const slug = ref => ref.replace('/', '-')
const id = ref => `(SELECT id FROM lectern.session WHERE ref = '${ref}')`
const date = (p, ref) => p.sessions.find(s => s.session_ref === ref)
const course = (p, code) => p.courses.find(c => c.code === code)
const workshop = (p, code) => date(p, 'CON-901/01').workshops.find(w => w.code === code)
const swap = (list, name, a, b) => {
  const [x, y] = [a, b].map(value => list.find(one => one[name] === value));
  [x[name], y[name]] = [y[name], x[name]]
}
const undone = text => `BEGIN; ${text}; ROLLBACK`
export const press = (ref, what = 'b.outcome', by = who) => `SELECT ${what} FROM app.book(${by}, '${slug(ref)}', NULL, gen_random_uuid(), '\\x00',
  NULL, NULL, NULL, NULL, NULL, substr(sha256('seed'), 1, 16), 1, sha256(('ticket' || ${by})::bytea), sha256(('code' || ${by})::bytea)) AS b`
const books = ref => undone(press(ref))
const refused = (...codes) => `SELECT app.choices_refused(${id('CON-901/01')}, '{${codes}}', '{}')`
const begins = (code, name) => `/manage/events/${code}/sessions/new ${name}`
const set = (code, name, value) => p => { course(p, code)[name] = value }
const say = (ref, name, value) => p => { date(p, ref)[name] = value }

// The programme before any change: on two dates nobody of an agency may have a place.
export function given (p) {
  Object.assign(date(p, 'BRF-701/07'), { max_per_agency: 0, waiting_list: { enabled: false, limit: 9 } })
  Object.assign(date(p, 'BRF-701/08'), { max_per_agency: 0, waiting_list: { enabled: true, limit: 0 } })
  return p
}

const counted = { courses: 47, sessions: 143, parts: 163, workshops: 12, venues: 9, trainers: 18, reviews: 3 } // one course is new

export const rules = {
  ...Object.fromEntries(Object.entries(counted).map(([name, n]) => [`meta.counts.${name}`,
    [p => { p.meta.counts[name] = 5 }, `!meta.counts.${name}: note: `, '', `The file says 5, and has ${n}.`]])),
  'meta.bank_holidays[].date': ["DELETE FROM lectern.holiday WHERE day = '2027-03-26'",
    "SELECT app.working_days_before('2027-03-30 12:00 Europe/London', 1)::date", '2027-03-25', '2027-03-26'],
  'venues[].code': [p => swap(p.venues, 'code', 'V04', 'V06'), "SELECT venue FROM app.session_detail WHERE full_ref = 'TTT-401/01'", 'Hawthorn Family Hub', 'Beacon Ridge Education Centre'],
  'venues[].rooms[].code': [p => swap(p.venues.flatMap(v => v.rooms), 'code', 'V03-2', 'V03-3'), "SELECT room FROM app.session_detail WHERE full_ref = 'NEG-201/03'", 'Binnacle Room', 'Mizzen Room'],
  'reviews[].status': [p => { p.reviews.find(r => r.code === 'LR-2025-02').status = 'published' }, '/events/LRN-902', '404', '200'],
  'courses[].code': [p => { p.courses.push({ ...course(p, 'FND-101'), code: 'FND-199' }) }, '/events/FND-199', '404', '200'],
  'courses[].parts[].name': [p => { course(p, 'FND-101').parts[0].name = 'Morning' }, begins('FND-101', 'part1_name'), 'Part 1', 'Morning'],
  'courses[].parts[].minutes': [p => { course(p, 'FND-101').parts[0].minutes = 75 }, begins('FND-101', 'part1_ends'), '11:30', '10:45'],
  'courses[].capacity': [set('FND-101', 'capacity', 33), begins('FND-101', 'capacity'), '40', '33'],
  'courses[].min_numbers': [set('FND-101', 'min_numbers', 7), begins('FND-101', 'min_numbers'), '10', '7'],
  'courses[].max_per_agency': [set('FND-101', 'max_per_agency', 3), begins('FND-101', 'max_per_agency'), '8', '3'],
  'courses[].approval_required': [set('FND-101', 'approval_required', true), begins('FND-101', 'approval'), 'declare', 'manager'],
  'courses[].capacity_split.in_person': [p => { course(p, 'FOR-801').capacity_split.in_person = 21 }, begins('FOR-801', 'capacity'), '20', '21'],
  'courses[].capacity_split.virtual': [p => { course(p, 'FOR-801').capacity_split.virtual = 31 }, begins('FOR-801', 'online_places'), '30', '31'],
  'courses[].topics': [set('FND-101', 'topics', ['zebra']), "SELECT string_agg(DISTINCT event_code, ' ') FROM app.public_session WHERE 'zebra' = ANY (topics)", '', 'FND-101'],
  'courses[].evaluation_form': [set('DAB-201', 'evaluation_form', 'short'), undone(`${press('DAB-201/03', '1')};
    SELECT f.code FROM app.evaluation_asked a JOIN lectern.form f ON f.id = a.form WHERE a.person = ${who}`), '1\nEV-POST', '1\nEV-SHORT'],
  'courses[].quotas': [set('FND-101', 'quotas', { police: 5 }), undone(`SELECT m.outcome FROM app.make_session(${desk}, 'FND-101', gen_random_uuid(),
    app.session_form(${id('FND-101/06')})) AS m; SELECT string_agg(label || places, ' ') FROM lectern.reserve WHERE session = (SELECT max(id) FROM lectern.session)`), 'made', 'made\npolice5'],
  'courses[].review_code': [set('MHW-201', 'review_code', 'LR-2026-01'), '/events/MHW-201', '200', '404'],
  'sessions[].course_code': [say('SAF-201/02', 'course_code', 'DAB-201'), "SELECT string_agg(ref, ' ') FROM app.session_line WHERE event_code = 'SAF-201' AND starts > lectern.clock()", 'SAF-201-02', ''],
  'sessions[].parts[].part': [p => swap(date(p, 'TIP-201/02').parts, 'part', 1, 2), "SELECT string_agg(to_char(starts, 'FMMM-DD'), ' ' ORDER BY number) FROM app.session_part WHERE ref = 'TIP-201-02'", '3-23 4-06', '4-06 3-23'],
  'sessions[].max_per_agency': [say('FND-101/05', 'max_per_agency', 0), books('FND-101/05'), 'confirmed', 'waiting'],
  'sessions[].quotas': [say('FND-101/06', 'quotas', { health: 40 }), books('FND-101/06'), 'confirmed', 'waiting'],
  'sessions[].waiting_list.enabled': [p => { date(p, 'BRF-701/07').waiting_list.enabled = true }, books('BRF-701/07'), 'full', 'waiting'],
  'sessions[].waiting_list.limit': [p => { date(p, 'BRF-701/08').waiting_list.limit = 9 }, books('BRF-701/08'), 'full', 'waiting'],
  'sessions[].booking_opens': [say('NEG-201/03', 'booking_opens', '2027-03-01T09:00'), books('NEG-201/03'), 'confirmed', 'not_open_yet'],
  'sessions[].booking_closes': [say('EXP-201/03', 'booking_closes', '2027-02-10T17:00'), books('EXP-201/03'), 'confirmed', 'closed'],
  'sessions[].free_cancellation_until': [say('TIP-201/02', 'free_cancellation_until', '2027-03-19T12:00'), undone(`${press('TIP-201/02', '1')};
    SELECT to_char(free_until AT TIME ZONE 'Europe/London', 'MM-DD HH24:MI') FROM lectern.booking WHERE person = ${who}`), '1\n03-16 23:59', '1\n03-19 12:00'],
  'sessions[].status': [say('DIS-201/02', 'status', 'cancelled'), books('DIS-201/02'), 'confirmed', 'cancelled_session'],
  'sessions[].approval': [say('ONL-201/02', 'approval', 'admin'), books('ONL-201/02'), 'confirmed', 'requested'],
  'sessions[].review_code': [say('HBA-201/02', 'review_code', 'LR-2026-01'), '/sessions/HBA-201-02', '200', '404'],
  'sessions[].visible_from': [say('THR-101/03', 'visible_from', '2027-03-01T09:00'), '/sessions/THR-101-03', '200', '404'],
  'sessions[].agenda[].slot': [p => { date(p, 'CON-901/01').agenda.find(a => a.slot === 'WS2').slot = 'WS3' },
    `SELECT string_agg(title, '; ' ORDER BY number) FROM app.round WHERE session = ${id('CON-901/01')}`, 'Workshops: round one; Workshops: round two', 'Workshops: round one; WS2'],
  'sessions[].agenda[].type': [p => { date(p, 'CON-901/01').agenda.find(a => a.slot === 'PL2').type = 'workshop_round' },
    "SELECT round FROM app.edit_plan WHERE ref = 'CON-901-01' AND slot = 'PL2'", 'f', 't'],
  'sessions[].workshops[].slot': [p => { workshop(p, 'B6').slot = 'WS1' }, refused('A2', 'B6'), '', 'choose_each'],
  'sessions[].workshops[].repeat_of': [p => { workshop(p, 'B4').repeat_of = null }, refused('B1', 'B4'), 'workshop_repeat', ''],
  'sessions[].workshops[].waiting_list': [p => { workshop(p, 'A3').waiting_list = false },
    `SELECT app.choices_refused(${id('CON-901/01')}, '{A2,A5}', '{A3}')`, '', 'no_workshop_list']
}
