/**
 * The page of a door brought to life: what the camera reads, what is typed
 * and which name is pressed become scans, and each answer is shown at once.
 *
 * @typedef {import('./words.js').Answer} Answer
 */
import { cameraAllowed, cameraPossible, makeCamera, once } from './camera.js'
import { readScan } from './code.js'
import { deviceNumber, uuid } from './device.js'
import { keepCounts, redraw } from './fresh.js'
import { makeQueue } from './queue.js'
import { makeResult } from './result.js'
import { setSounds, sound, soundsOn, wake } from './sound.js'
import { detailOf, lookOf, wordOf } from './words.js'

const impatient = 1500

/** @param {HTMLElement} door */
export function openDoor (door) {
  const ref = door.dataset.door ?? ''
  const result = makeResult(door)
  const counts = keepCounts(door, ref)
  const queue = makeQueue({
    path: `/api/v1/door/${ref}/scans`,
    device: deviceNumber,
    onChange: (waiting, link) => tellWaiting(door, waiting, link)
  })
  const codeForm = /** @type {HTMLFormElement} */ (door.querySelector('[data-door-code]'))

  const way = () => new FormData(codeForm).get('way') === 'out' ? 'out' : 'in'

  /** @param {{ticket?: string, booking?: number, way?: string}} of @param {string} means */
  async function scan (of, means) {
    const slow = setTimeout(() => show('ask', {
      word: 'Kept', detail: 'There is no network. It is sent by itself as soon as there is.'
    }), impatient)
    let late = false
    const waited = setTimeout(() => { late = true }, impatient)
    const answer = await queue.add({ id: uuid(), at: new Date().toISOString(), way: way(), means, ...of })
    clearTimeout(slow)
    clearTimeout(waited)
    if (!late || !['in', 'out'].includes(lookOf(answer.outcome))) showAnswer(answer)
    counts()
    redraw(door, `/door/${ref}`, ['data-door-list'])
    return answer
  }

  /** @param {import('./words.js').Look} look @param {{word: string, name?: string, agency?: string, detail?: string}} says */
  function show (look, says) {
    result.show(look, says)
    sound(look)
  }

  /** @param {Answer} answer */
  function showAnswer (answer) {
    show(lookOf(answer.outcome), {
      word: wordOf(answer),
      name: answer.name,
      agency: answer.agency,
      detail: detailOf(answer, deviceNumber())
    })
  }

  codeForm.addEventListener('change', () => { door.dataset.way = way() })
  door.dataset.way = way()
  takeCodes(codeForm, (ticket) => scan({ ticket }, 'typed'))
  takeNames(door, ref, (booking, leaving) => scan({ booking, way: leaving }, 'name'))
  runCamera(door, once((text) => {
    const ticket = readScan(text, location.origin)
    if (ticket) scan({ ticket }, 'camera')
    else show('no', { word: 'Not for here', detail: 'This is not one of our codes.' })
  }))
  offerSounds(door)
}

/** @param {HTMLElement} door @param {number} waiting @param {import('./queue.js').Link} link */
function tellWaiting (door, waiting, link) {
  const line = /** @type {HTMLElement} */ (door.querySelector('[data-door-fresh]'))
  const scans = waiting === 1 ? '1 scan waits to be sent' : `${waiting} scans wait to be sent`
  line.hidden = waiting === 0
  line.textContent = ''
  if (waiting === 0) return
  line.append(scans)
  if (link === 'signed_out') {
    const sign = document.createElement('a')
    sign.href = '/login'
    sign.target = '_blank'
    sign.textContent = 'sign in again in a new tab'
    line.append(': you have been signed out. Keep this page open and ', sign, '.')
  } else if (link === 'refused') {
    line.append(': the server does not take them. Write the names down and tell the training team.')
  }
}

/**
 * Codes from the keyboard or from a hand scanner, which types and presses
 * Enter.
 * @param {HTMLFormElement} form @param {(ticket: string) => Promise<unknown>} scan
 */
function takeCodes (form, scan) {
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem('ticket'))
  const mayTakeFocus = matchMedia('(pointer: fine)').matches

  form.addEventListener('submit', (event) => {
    const ticket = field.value.trim()
    if (ticket === '' || ticket.length > 200) return
    event.preventDefault()
    wake()
    field.value = ''
    scan(ticket).finally(() => { if (mayTakeFocus) field.focus() })
  })
  if (mayTakeFocus && field.value === '') field.focus({ preventScroll: true })
}

/**
 * Names: found by the server, pressed here.
 * @param {HTMLElement} door @param {string} ref
 * @param {(booking: number, way: string) => Promise<unknown>} scan
 */
function takeNames (door, ref, scan) {
  const form = /** @type {HTMLFormElement | null} */ (door.querySelector('[data-door-name]'))
  if (!form) return
  const find = () => {
    const q = String(new FormData(form).get('q') ?? '')
    return redraw(door, `/door/${ref}?q=${encodeURIComponent(q)}`, ['data-door-found'])
  }
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    wake()
    if (!await find()) form.submit()
  })
  door.addEventListener('submit', (event) => {
    const pressed = event.target
    if (!(pressed instanceof HTMLFormElement) || !pressed.closest('[data-door-found]')) return
    event.preventDefault()
    wake()
    const fields = new FormData(pressed)
    pressed.querySelector('button')?.setAttribute('disabled', '')
    scan(Number(fields.get('booking')), fields.get('way') === 'out' ? 'out' : 'in').then(find)
  })
}

/** @param {HTMLElement} door @param {(text: string) => void} onCode */
function runCamera (door, onCode) {
  const box = /** @type {HTMLElement} */ (door.querySelector('[data-door-eyes]'))
  const words = /** @type {HTMLElement} */ (box.querySelector('[data-door-camera-words]'))
  const button = (/** @type {string} */ name) => /** @type {HTMLButtonElement} */ (box.querySelector(`[${name}]`))
  const start = button('data-door-start')
  const turn = button('data-door-turn')
  const light = button('data-door-light')
  const plain = door.querySelector('[data-door-plain]')

  box.hidden = false
  if (!cameraPossible()) {
    if (plain) plain.textContent = 'This browser gives no camera here. Codes and names work without.'
    box.querySelector('.door__camera')?.remove()
    return
  }
  if (plain instanceof HTMLElement) plain.hidden = true
  const video = /** @type {HTMLVideoElement} */ (box.querySelector('[data-door-video]'))
  const camera = makeCamera(video, onCode, () => { draw(); words.textContent = 'The camera was taken away.' })

  async function draw () {
    start.hidden = camera.running()
    video.hidden = !camera.running()
    turn.hidden = !camera.running() || !await camera.canTurn()
    light.hidden = !camera.running() || !camera.canLight()
  }

  let busy = false

  /** One at a time: a press may come while the camera starts by itself. @param {() => Promise<unknown>} act */
  async function attempt (act) {
    if (busy) return
    busy = true
    start.hidden = true
    words.textContent = 'The camera starts…'
    try {
      await act()
      words.textContent = ''
    } catch (error) {
      camera.stop()
      words.textContent = cameraTrouble(error)
    }
    busy = false
    draw()
  }

  start.addEventListener('click', () => { wake(); attempt(camera.start) })
  turn.addEventListener('click', () => attempt(camera.turn))
  light.addEventListener('click', () => {
    const on = light.getAttribute('aria-pressed') !== 'true'
    light.setAttribute('aria-pressed', String(on))
    camera.light(on)?.catch(() => { light.hidden = true })
  })
  draw()
  cameraAllowed().then((yes) => { if (yes) attempt(camera.start) })
}

/** @param {unknown} error */
function cameraTrouble (error) {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError') return 'The camera is not allowed. Allow it in the browser’s settings for this site, or type the code.'
  if (name === 'NotFoundError') return 'There is no camera. Type the code instead.'
  if (name === 'NotReadableError') return 'Another program uses the camera. Close it and try again.'
  return 'The camera could not be started. Type the code instead.'
}

/** @param {HTMLElement} door */
function offerSounds (door) {
  const button = /** @type {HTMLButtonElement | null} */ (door.querySelector('[data-door-sound]'))
  if (!button) return
  button.hidden = false
  button.setAttribute('aria-pressed', String(soundsOn()))
  button.addEventListener('click', () => {
    setSounds(!soundsOn())
    button.setAttribute('aria-pressed', String(soundsOn()))
    wake()
    if (soundsOn()) sound('in')
  })
}
