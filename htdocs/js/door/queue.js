/**
 * Scans on their way to the server.  Each keeps its id until it is answered,
 * so that sending it again is safe: nothing is lost and nothing counts twice.
 *
 * @typedef {import('./words.js').Answer} Answer
 * @typedef {{id: string, at: string, way?: string, means?: string, ticket?: string, booking?: number}} Scan
 * @typedef {'fine' | 'away' | 'signed_out' | 'refused'} Link
 */
const batch = 100
const patience = 8000
const pauses = [1000, 2000, 4000, 8000, 15000]

/**
 * @param {object} with_
 * @param {string} with_.path where scans are sent
 * @param {() => string} with_.device
 * @param {(waiting: number, link: Link) => void} with_.onChange
 */
export function makeQueue ({ path, device, onChange }) {
  /** @type {Map<string, {scan: Scan, done: (answer: Answer) => void}>} */
  const waiting = new Map()
  let sending = false
  let failures = 0
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer

  /** @param {Link} link */
  const tell = (link) => onChange(waiting.size, link)

  async function send () {
    clearTimeout(timer)
    if (sending || waiting.size === 0) return
    sending = true
    const scans = Array.from(waiting.values(), (w) => w.scan).slice(0, batch)
    const link = await post(scans)
    sending = false
    failures = link === 'fine' ? 0 : failures + 1
    tell(link)
    if (waiting.size > 0) {
      timer = setTimeout(send, link === 'fine' ? 0 : pauses[Math.min(failures, pauses.length) - 1])
    }
  }

  /** @param {Scan[]} scans @returns {Promise<Link>} */
  async function post (scans) {
    const cut = new AbortController()
    const alarm = setTimeout(() => cut.abort(), patience)
    try {
      const response = await fetch(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ device: device(), now: new Date().toISOString(), scans }),
        signal: cut.signal
      })
      if (response.status === 401) return 'signed_out'
      if (response.status >= 500 || response.status === 429) return 'away'
      if (!response.ok) return 'refused'
      const { results } = await response.json()
      results.forEach((/** @type {Answer} */ answer, /** @type {number} */ i) => settle(scans[i].id, answer))
      return 'fine'
    } catch {
      return 'away'
    } finally {
      clearTimeout(alarm)
    }
  }

  /** @param {string} id @param {Answer} answer */
  function settle (id, answer) {
    const entry = waiting.get(id)
    waiting.delete(id)
    entry?.done({ way: /** @type {'in' | 'out'} */ (entry.scan.way), ...answer })
  }

  window.addEventListener('online', send)
  document.addEventListener('visibilitychange', () => { if (!document.hidden) send() })
  window.addEventListener('beforeunload', (event) => {
    if (waiting.size > 0) event.preventDefault()
  })

  return {
    /** @param {Scan} scan @returns {Promise<Answer>} when the server has it */
    add (scan) {
      return new Promise((done) => {
        waiting.set(scan.id, { scan, done })
        if (waiting.size > 1) tell('fine')
        send()
      })
    },
    size: () => waiting.size
  }
}
