/**
 * Say how many letters are left once a text nears its limit: at once for the
 * eye, after a pause for a screen reader.
 */
export function countLetters () {
  for (const field of document.querySelectorAll('textarea[data-max]')) {
    if (!(field instanceof HTMLTextAreaElement)) continue
    const most = Number(field.dataset.max)
    const line = document.createElement('p')
    line.className = 'letters'
    line.setAttribute('aria-live', 'polite')
    field.after(line)
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer
    const say = () => {
      const left = most - [...field.value].length
      line.classList.toggle('letters--over', left < 0)
      if (left > most / 5) line.textContent = ''
      else if (left >= 0) line.textContent = `${left} letters left`
      else line.textContent = `${-left} letters too many`
    }
    field.addEventListener('input', () => {
      clearTimeout(timer)
      timer = setTimeout(say, 400)
    })
    say()
  }
}
