/**
 * What the page shows of the server: the counts, asked for again and again,
 * and the lists, taken from the page as the server draws it now.
 */
const soon = 2000
const later = 15000

/** @param {HTMLElement} door @param {string} ref */
export function keepCounts (door, ref) {
  const shown = ['arrived', 'expected', 'present']
    .map((name) => /** @type {const} */ ([name, door.querySelector(`[data-door-${name}]`)]))
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer

  async function ask () {
    clearTimeout(timer)
    let wait = later
    if (!document.hidden) {
      try {
        const response = await fetch(`/api/v1/door/${ref}/counts`)
        if (response.ok) {
          const counts = await response.json()
          for (const [name, place] of shown) if (place) place.textContent = counts[name]
          wait = soon
        }
      } catch { /* no network: asked again later */ }
    }
    timer = setTimeout(ask, wait)
  }
  document.addEventListener('visibilitychange', () => { if (!document.hidden) ask() })
  timer = setTimeout(ask, soon)
  return ask
}

/**
 * Put the parts of this page that carry `data-…` names as the server draws
 * them at an address in place of what stands here.
 * @param {HTMLElement} door @param {string} address @param {string[]} names
 * @returns {Promise<boolean>} false: the server could not be asked
 */
export async function redraw (door, address, names) {
  try {
    const response = await fetch(address, { headers: { Accept: 'text/html' } })
    if (!response.ok || response.redirected) return false
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    for (const name of names) {
      const here = door.querySelector(`[${name}]`)
      const there = page.querySelector(`[${name}]`)
      if (here && there) here.replaceWith(document.adoptNode(there))
    }
    return true
  } catch {
    return false
  }
}
