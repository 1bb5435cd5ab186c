// What of the programme a page says, and in which words.

// Every value of the file with the path of its field, and what it is of.  Names
// of things, such as levels and prices, are data and not fields.
export function * values (value, path = '', of = {}) {
  if (Array.isArray(value)) {
    for (const one of value) {
      const thing = { 'venues': 'venue', 'venues[].rooms': 'room', trainers: 'trainer', reviews: 'review', courses: 'course', sessions: 'session', 'sessions[].parts': 'part' }[path]
      if (one === null || typeof one !== 'object') yield [path, one, of]
      else yield * values(one, `${path}[]`, thing ? { ...of, [thing]: one } : of)
    }
  } else if (value && typeof value === 'object' && !/\.(layouts|quotas|levels|example_fees)$/.test(path)) {
    for (const name in value) yield * values(value[name], path ? `${path}.${name}` : name, of)
  } else yield [path, value, of]
}

const kinds = { course: 'Course', conference: 'Conference', learning_event: 'Learning event', forum: 'Forum', briefing: 'Briefing' }
const flag = words => v => v ? words : [null, words]
const clock = v => v.slice(11, 16) === '12:00' ? 'midday'
  : `${Number(v.slice(11, 13)) % 12 || 12}${v.slice(14, 16) === '00' ? '' : v.slice(13, 16)}${v.slice(11, 13) < '12' ? 'am' : 'pm'}`
const day = v => new Date(v).toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).replace(',', '')
const date = v => day(v).replace(/^\w+ /, '')
const years = n => n % 12 ? `${n} months` : n === 12 ? '1 year' : `${n / 12} years`
const long = (_, { course: { total_minutes: n, duration_label: label } }) => !label.endsWith('minutes') ? label
  : n % 60 === 0 ? (n === 60 ? '1 hour' : `${n / 60} hours`) : n > 120 && n % 60 === 30 ? `${(n - 30) / 60}½ hours` : `${n} minutes`

// FIELD: what the page says of a value: words; [null, words], which it does
// not say; =TEXT, which stands in its source; or nothing.
export function words (programme) {
  const room = (code, { session }) => session.delivery !== 'virtual' && programme.venues.flatMap(v => v.rooms).find(r => r.code === code).name
  const trainer = code => { const t = programme.trainers.find(t => t.code === code); return `${t.first_name} ${t.last_name}` }
  const split = (_, { session: { capacity_split: s } }) => s ? `: ${s.in_person} in the room, ${s.virtual} online` : [null, ' in the room, ']
  return {
    'reviews[].endorsed_on': date,
    'reviews[].panel_notice_sent_on': date,
    'reviews[].publication_date': date,
    'venues[].rooms[].layouts': v => Object.entries(v ?? {}).map(([name, n]) => `${name}: ${n}`),
    'trainers[].code': v => `=action="/manage/trainers/${v}"`,
    'trainers[].commissioned': v => v ? '=name="commissioned" type="checkbox" value="1" checked' : [null, '=name="commissioned" type="checkbox" value="1" checked'],
    'courses[].kind': v => kinds[v],
    'courses[].level': v => [v === 'All' ? 'All levels' : `Level ${v.slice(1)}`, programme.meta.levels[v]],
    'courses[].delivery': (_, { course: { delivery: d } }) => d.includes('hybrid') || d.length > 1 ? 'In a room or online' : d[0] === 'virtual' ? 'HowOnline' : 'HowIn a room',
    'courses[].prerequisites': v => programme.courses.find(c => c.code === v).title,
    'courses[].refresher_months': v => `Refresher suggested after ${years(v)}`,
    'courses[].total_minutes': long,
    'courses[].duration_label': long,
    'courses[].certificate.issued': flag('A certificate of attendance'),
    'courses[].school_focused': flag('Made for people who work in schools'),
    'courses[].open_to_public': flag('Open to everyone'),
    'courses[].full_attendance_required': flag('You need to be there for all of it'),
    'courses[].late_grace_minutes': v => `more than ${v} minutes late`,
    'courses[].content_warning': flag('This course deals with abuse in some detail'),
    'sessions[].session_ref': v => `="identifier": "${v}"`,
    'sessions[].delivery': v => v === 'virtual' ? [null, 'Getting in'] : v === 'hybrid' ? ' or online' : [null, 'We send the link'],
    'sessions[].venue_code': (v, { session }) => session.delivery !== 'virtual' && programme.venues.find(x => x.code === v).name,
    'sessions[].room_code': room,
    'sessions[].parts[].name': (v, { session }) => session.parts.length > 1 && `${v}:`,
    'sessions[].parts[].start_local': v => `${day(v.slice(0, 10))}, ${clock(v)} to`,
    'sessions[].parts[].end_local': v => `to ${clock(v)}`,
    'sessions[].parts[].room_code': room,
    'sessions[].capacity': v => `${v} place${v === 1 ? '' : 's'} in all`,
    'sessions[].capacity_split': split,
    'sessions[].capacity_split.in_person': split,
    'sessions[].capacity_split.virtual': split,
    'sessions[].min_numbers': v => `It takes place with ${v} people or more`,
    'sessions[].trainers': trainer,
    'sessions[].join_url': v => `=href="${v}"`,
    'sessions[].streams[].code': v => `${v}:`,
    'sessions[].streams[].colour_name': v => `(${v} signs)`,
    'sessions[].agenda[].start_local': v => `${clock(v)} to`,
    'sessions[].agenda[].end_local': v => `to ${clock(v)}`,
    'sessions[].agenda[].room_code': room,
    'sessions[].workshops[].stream': v => `${v}: `,
    'sessions[].workshops[].room_code': room,
    'sessions[].workshops[].capacity': v => `(${v} places left)`,
    'sessions[].workshops[].facilitators': trainer,
    'sessions[].cancelled_at': v => `Since ${day(v.slice(0, 10))}.`,
    'sessions[].replaced_by': v => `=href="/sessions/${v.replace('/', '-')}"`,
    'sessions[].previous_dates': (v, { session }) => v === session.previous_dates.at(-1) && `It was moved from ${day(v)}`
  }
}

// The pages that a value stands on, by the pattern of their address.
// open: what the public may see; booked: numbers of bookings by the dates they are for.
export function addresses (programme, open, booked) {
  const slug = s => s.session_ref.replace('/', '-')
  const dates = programme.sessions.filter(open)
  return (pattern, of) => {
    const session = of.session ?? dates.find(s => of.room ? s.delivery !== 'virtual' && s.parts.some(p => p.room_code === of.room.code)
      : of.venue ? s.venue_code === of.venue.code && s.delivery !== 'virtual' : of.trainer ? s.trainers.includes(of.trainer.code) : false)
    const parts = { ref: open(session) && slug(session), venue: of.venue?.code, room: of.room?.code, trainer: of.trainer?.code, review: of.review?.code,
      code: open(of.course) && of.course.code, number: booked[of.session?.session_ref] }
    let known = true
    const address = pattern.replace(/:(\w+)/g, (_, name) => { known &&= !!parts[name]; return parts[name] })
    return known && address
  }
}
