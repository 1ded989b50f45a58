import type { Page } from 'playwright-core'

/** By how many pixels the page, or an open alert in it, is wider than the screen: what would have to be scrolled to. */
export async function widthBeyondScreen(page: Page): Promise<number> {
  const beyond = await page.evaluate(`Math.max(
    ...[document.documentElement, ...document.querySelectorAll('dialog, dialog *')].map((element) =>
      scrolls(element) ? element.scrollWidth - element.clientWidth : 0,
    ),
  )
  function scrolls(element) {
    return element === document.documentElement || element.matches('dialog, .alert-frame, .ticket, .ticket-head, .ticket-body, .waiting-list')
  }`)
  return Number(beyond)
}

/** What of an open alert lies outside of the part that holds it, but for what is made to scroll; each by its class. */
export async function clippedInAlert(page: Page): Promise<string[]> {
  const clipped = await page.evaluate(`(() => {
    const holders = '.alert-frame, .ticket, .ticket-head, .answer-bar .button, .waiting-row, .waiting-answer'
    const scrollers = '.ticket-head, .ticket-body, .waiting-list, .waiting-text, .reasons, .undo ul'
    return [...document.querySelectorAll(holders)].flatMap((holder) => {
      const box = holder.getBoundingClientRect()
      const scroller = holder.closest(scrollers)
      return [...holder.querySelectorAll('*:not(.unseen, .unseen *, .hold-fill)')]
        .filter((part) => !['inline', 'none'].includes(getComputedStyle(part).display))
        .filter((part) => part.parentElement.closest(scrollers) === scroller)
        .filter((part) => {
          const { top, bottom, left, right } = part.getBoundingClientRect()
          const beyond = !holder.matches(scrollers) && (top < box.top - 1 || bottom > box.bottom + 1)
          return beyond || left < box.left - 1 || right > box.right + 1
        })
        .map((part) => part.className + ' in ' + holder.className)
    })
  })()`)
  return clipped as string[]
}

/** The names of the dishes of an open alert that are wholly on the screen. */
export async function dishesOnScreen(page: Page): Promise<string[]> {
  const names = await page.evaluate(`(() => {
    const paper = document.querySelector('.ticket-body')
    const { top, bottom } = paper.getBoundingClientRect()
    return [...paper.querySelectorAll('.items li')]
      .filter((row) => {
        const box = row.getBoundingClientRect()
        return box.top >= top - 1 && box.bottom <= Math.min(bottom, innerHeight) + 1
      })
      .map((row) => row.querySelector('.item-name bdi')?.textContent ?? '')
  })()`)
  return names as string[]
}
