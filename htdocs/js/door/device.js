/** Small things of this browser: its number, and what was chosen on it. */

export function uuid () {
  if (crypto.randomUUID) return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** A choice kept on this browser; storage may be refused, then for now only. */
export function setting (/** @type {string} */ name, /** @type {string} */ fallback) {
  let value = fallback
  try { value = localStorage.getItem(name) ?? fallback } catch {}
  return {
    get: () => value,
    set: (/** @type {string} */ next) => {
      value = next
      try { localStorage.setItem(name, next) } catch {}
    }
  }
}

const device = setting('door-device', '')

/** The number by which the server knows this browser; made at the first scan. */
export function deviceNumber () {
  if (!device.get()) device.set(uuid())
  return device.get()
}
