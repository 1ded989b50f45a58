import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { root } from '../../tooling/source-files.ts'

const ORIGIN = 'http://views.invalid'
const PATIENCE_MS = 240_000

/** One page in which every fixed view can be shown, without another load. */
export interface ViewsPage {
  page: Page
  /** Draws a view, and resolves when all of it stands. */
  show(name: string, locale: string): Promise<void>
  /** Errors of the page and parts that could not be drawn, since the last call. */
  takeComplaints(): string[]
}

/** Opens the page of the fixed views as it is built; no server is asked. It is closed with its browser. */
export async function openViews(browser: Browser): Promise<ViewsPage> {
  const context = await browser.newContext({ reducedMotion: 'reduce', timezoneId: 'America/New_York' })
  context.setDefaultTimeout(PATIENCE_MS)
  await context.route(`${ORIGIN}/**`, (route) => {
    const { pathname } = new URL(route.request().url())
    return route.fulfill({ path: join(root, 'dist/views', pathname) })
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', ({ message }) => complaints.push(message))
  await page.goto(`${ORIGIN}/view.html`)
  await page.waitForFunction('globalThis.showView !== undefined')
  return {
    page,
    async show(name, locale) {
      await page.evaluate(`showView(${JSON.stringify(name)}, ${JSON.stringify(locale)})`)
    },
    takeComplaints: () => complaints.splice(0),
  }
}

/** Sets the window's size, and waits until the page has been laid out anew in it. */
export async function resize(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size)
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
}
