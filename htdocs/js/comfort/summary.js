/** Bring the list of mistakes into view and to the screen reader at once. */
export function focusSummary () {
  const summary = document.querySelector('[data-focus]')
  if (summary instanceof HTMLElement) summary.focus()
}
