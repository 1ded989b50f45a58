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

/** The parts of an open alert that hold more than can be seen of them, but for those that are made to scroll. */
export async function clippedInAlert(page: Page): Promise<string[]> {
  const clipped = await page.evaluate(`[...document.querySelectorAll(
    'dialog, .alert-frame, .alert-top, .ticket, .ticket-head, .answer-bar, .answer-bar .button, .waiting-row, .waiting-answer',
  )]
    .filter((element) => element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1)
    .map((element) => element.className + ' ' + [element.scrollWidth, element.clientWidth, element.scrollHeight, element.clientHeight].join(' '))`)
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
