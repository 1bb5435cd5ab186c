/**
 * Questions that are asked only after a certain answer: without a script they
 * are all shown with a sentence that says when they matter.
 *
 * data-show-if names the other question, data-show-values its answers,
 * separated by spaces.
 */
export function showConditions () {
  /** @type {HTMLElement[]} */
  const parts = [...document.querySelectorAll('[data-show-if]')].filter((e) => e instanceof HTMLElement)
  if (parts.length === 0) return

  const update = () => {
    for (const part of parts) {
      const name = part.dataset.showIf ?? ''
      const wanted = (part.dataset.showValues ?? '').split(' ')
      const chosen = [...document.getElementsByName(name)]
        .filter((e) => e instanceof HTMLInputElement && e.checked)
        .map((e) => /** @type {HTMLInputElement} */ (e).value)
      part.hidden = !chosen.some((value) => wanted.includes(value))
      for (const hint of part.querySelectorAll('[data-show-hint]')) {
        if (hint instanceof HTMLElement) hint.hidden = true
      }
    }
  }

  document.addEventListener('change', update)
  window.addEventListener('pageshow', update)
  update()
}
