/**
 * A second press while a form is on its way does nothing.  The server keeps
 * the rule that counts; this spares the second wait.
 */
export function pressOnce () {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || form.method !== 'post') return
    if (form.dataset.sent) {
      event.preventDefault()
      return
    }
    form.dataset.sent = '1'
    setTimeout(() => { delete form.dataset.sent }, 5000)
  })
  // A page shown again by "back" may be sent again.
  window.addEventListener('pageshow', () => {
    for (const form of document.forms) delete form.dataset.sent
  })
}
