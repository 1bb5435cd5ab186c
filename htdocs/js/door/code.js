/**
 * What a ticket looks like.  Base32 has no 0, 1 and 8: they are read as the
 * letters they resemble, as the server reads them (src/base/secret.c).
 */
const ticketLength = 26
const codeLength = 12

/**
 * A ticket or code as it was typed, in its one spelling; or null.
 * @param {string} text
 */
export function readCode (text) {
  const plain = text.toUpperCase().replace(/[\s-]/g, '')
    .replaceAll('0', 'O').replaceAll('1', 'I').replaceAll('8', 'B')
  if (!/^[A-Z2-7]+$/.test(plain)) return null
  return plain.length === ticketLength || plain.length === codeLength ? plain : null
}

/**
 * The ticket in what a camera read, or null: only an address of our own that
 * ends in a ticket is one.  Nothing else of a code is ever used or shown.
 * @param {string} text
 * @param {string} origin of this site
 */
export function readScan (text, origin) {
  const prefix = `${origin}/t/`
  if (!text.startsWith(prefix)) return null
  const ticket = readCode(text.slice(prefix.length))
  return ticket?.length === ticketLength ? ticket : null
}
