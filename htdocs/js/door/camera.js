/**
 * The camera: pictures in, the text of codes out.  A picture that cannot be
 * read is forgotten and the next one looked at.
 *
 * @typedef {{detect: (source: HTMLVideoElement) => Promise<{rawValue: string}[]>}} Reader
 */
const pause = 60

/** The browser's own reader, or ours. @returns {Promise<Reader>} */
async function makeReader () {
  const own = /** @type {any} */ (window).BarcodeDetector
  if (own) {
    const formats = await own.getSupportedFormats().catch(() => [])
    if (formats.includes('qr_code')) return new own({ formats: ['qr_code'] })
  }
  const { readerFrom } = await import(new URL('./qr.js', import.meta.url).href)
  return readerFrom(new URL('./zxing_reader.wasm', import.meta.url).href)
}

/** Was the camera allowed before?  Then it may start without a press. */
export async function cameraAllowed () {
  if (!navigator.mediaDevices?.getUserMedia) return false
  try {
    const answer = await navigator.permissions.query({ name: /** @type {PermissionName} */ ('camera') })
    return answer.state === 'granted'
  } catch {
    return false
  }
}

export const cameraPossible = () => Boolean(navigator.mediaDevices?.getUserMedia)

/**
 * @param {HTMLVideoElement} video
 * @param {(text: string) => void} onCode called for every picture with a code
 * @param {() => void} onEnd when the camera is taken away
 */
export function makeCamera (video, onCode, onEnd) {
  /** @type {MediaStream | undefined} */
  let stream
  /** @type {Reader | undefined} */
  let reader
  let facing = 'environment'
  let round = 0

  const track = () => stream?.getVideoTracks()[0]

  async function look (/** @type {number} */ mine) {
    while (mine === round && stream) {
      if (video.readyState >= video.HAVE_CURRENT_DATA && !document.hidden) {
        try {
          const codes = await /** @type {Reader} */ (reader).detect(video)
          if (mine === round) codes.forEach((code) => onCode(code.rawValue))
        } catch { /* this picture cannot be read; the next one may be */ }
      }
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }

  async function start () {
    stop()
    const mine = ++round
    const [next, eyes] = await Promise.all([
      navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: { ideal: facing }, width: { ideal: 1280 }, height: { ideal: 720 } }
      }),
      reader ?? makeReader()
    ])
    if (mine !== round) return next.getTracks().forEach((t) => t.stop())
    stream = next
    reader = eyes
    track()?.addEventListener('ended', () => { if (mine === round) { stop(); onEnd() } })
    video.srcObject = stream
    await video.play()
    look(mine)
  }

  function stop () {
    round++
    stream?.getTracks().forEach((t) => t.stop())
    stream = undefined
    video.srcObject = null
  }

  return {
    start,
    stop,
    running: () => stream !== undefined,
    /** The other camera: front for back. */
    turn () {
      facing = facing === 'environment' ? 'user' : 'environment'
      return start()
    },
    canTurn: async () => (await navigator.mediaDevices.enumerateDevices())
      .filter((device) => device.kind === 'videoinput').length > 1,
    canLight: () => Boolean(/** @type {any} */ (track()?.getCapabilities?.())?.torch),
    light: (/** @type {boolean} */ on) =>
      track()?.applyConstraints({ advanced: [/** @type {any} */ ({ torch: on })] })
  }
}

/**
 * Pass a text on once, and again only after it was out of sight for a while:
 * a ticket held before the camera is one scan.
 * @param {(text: string) => void} pass @param {number} [rest] milliseconds
 */
export function once (pass, rest = 3000) {
  /** @type {Map<string, number>} */
  const seen = new Map()
  return (/** @type {string} */ text, now = Date.now()) => {
    for (const [old, at] of seen) if (now - at > rest) seen.delete(old)
    const fresh = !seen.has(text)
    seen.set(text, now)
    if (fresh) pass(text)
  }
}
