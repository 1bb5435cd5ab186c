/**
 * An answer that can be heard and felt: each look has its own tones.  Browsers
 * stay silent until something on the page was pressed; wake() is called then.
 *
 * @typedef {import('./words.js').Look} Look
 */
import { setting } from './device.js'

const choice = setting('door-sound', 'on')

/** Pitch in hertz, start and length in seconds. @type {Record<Look, [number, number, number][]>} */
const tones = {
  in: [[660, 0, 0.12], [990, 0.12, 0.2]],
  out: [[990, 0, 0.12], [660, 0.12, 0.2]],
  again: [[660, 0, 0.1], [660, 0.18, 0.1]],
  no: [[180, 0, 0.55]],
  ask: [[520, 0, 0.12], [390, 0.16, 0.12], [520, 0.32, 0.16]]
}

/** @type {Record<Look, number[]>} */
const shakes = { in: [60], out: [60], again: [60, 80, 60], no: [400], ask: [120, 80, 120, 80, 120] }

/** @type {AudioContext | undefined} */
let context

export const soundsOn = () => choice.get() === 'on'
export const setSounds = (/** @type {boolean} */ on) => choice.set(on ? 'on' : 'off')

export function wake () {
  context ??= window.AudioContext && new AudioContext()
  if (context?.state === 'suspended') context.resume().catch(() => {})
}

/** @param {Look} look */
export function sound (look) {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(shakes[look])
  if (!soundsOn() || context?.state !== 'running') return
  for (const [pitch, start, length] of tones[look]) tone(context, pitch, context.currentTime + start, length)
}

/** @param {AudioContext} on @param {number} pitch @param {number} from @param {number} length */
function tone (on, pitch, from, length) {
  const source = on.createOscillator()
  const gain = on.createGain()
  source.type = pitch < 300 ? 'square' : 'sine'
  source.frequency.value = pitch
  gain.gain.setValueAtTime(0, from)
  gain.gain.linearRampToValueAtTime(0.5, from + 0.01)
  gain.gain.linearRampToValueAtTime(0, from + length)
  source.connect(gain).connect(on.destination)
  source.start(from)
  source.stop(from + length)
}
