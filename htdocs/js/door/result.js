/**
 * One answer over the whole screen: colour, shape, word.  It goes by itself
 * or at a press; what it said stays in the list below.
 *
 * @typedef {import('./words.js').Look} Look
 */
const seconds = { in: 2.5, out: 2.5, again: 4, no: 6, ask: 10 }

/** @param {HTMLElement} door */
export function makeResult (door) {
  const cover = /** @type {HTMLElement} */ (door.querySelector('[data-door-result]'))
  const voice = /** @type {HTMLElement} */ (door.querySelector('[data-door-say]'))
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer

  const hide = () => {
    clearTimeout(timer)
    cover.hidden = true
    cover.replaceChildren()
  }
  cover.addEventListener('click', hide)
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') hide() })

  return {
    hide,
    /** @param {Look} look @param {{word: string, name?: string, agency?: string, detail?: string}} says */
    show (look, { word, name = '', agency = '', detail = '' }) {
      clearTimeout(timer)
      const text = document.createElement('div')
      text.append(line('result__word', word), line('result__name', name, true),
        line('result__from', agency), line('result__detail', detail))
      const shape = /** @type {HTMLTemplateElement} */ (door.querySelector(`template[data-shape=${look}]`))
      cover.className = `result result--over result--${look}`
      cover.replaceChildren(shape.content.cloneNode(true), text)
      cover.hidden = false
      voice.textContent = ''
      setTimeout(() => { voice.textContent = [word, name, detail].filter(Boolean).join('. ') }, 50)
      timer = setTimeout(hide, seconds[look] * 1000)
    }
  }
}

/** @param {string} kind @param {string} words */
function line (kind, words, own = false) {
  const p = document.createElement('p')
  p.className = kind
  p.textContent = words
  if (own) p.dir = 'auto'
  p.hidden = words === ''
  return p
}
