import type { Page } from 'playwright-core'

/** By how many pixels the page, or an open alert in it, is wider than the screen: what would have to be scrolled to. */
export async function widthBeyondScreen(page: Page): Promise<number> {
  const beyond = await page.evaluate(`Math.max(
    ...[document.documentElement, ...document.querySelectorAll('dialog, .ticket, .ticket-body')].map(
      (element) => element.scrollWidth - element.clientWidth,
    ),
  )`)
  return Number(beyond)
}
