import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openShop } from './support/shop.ts'

/** The files that come behind the first page, by their names in the build. */
const LATE = /\/assets\/(history|settings-screen|about)-[\w-]+\.js$/

/** Answers for the late files as a server does that has another build; with `mended`, until the page has been loaded anew. */
async function replaceBuild(page: Page, mended = false): Promise<void> {
  let loads = 0
  page.on('framenavigated', () => loads++)
  await page.route(LATE, (route) => (mended && loads > 1 ? route.continue() : route.fulfill({ status: 404, body: '' })))
}

describe.skipIf(chromiumPath === undefined)(`screens that come behind the first page${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('are here before anybody opens one, and open while the server is away', async () => {
    const shop = await openShop(browser)
    const files = new Set<string>()
    const { context, newTab } = await shop.device()
    context.on('requestfinished', (request) => {
      const [, name] = LATE.exec(request.url()) ?? []
      if (name !== undefined) files.add(name)
    })
    const page = await newTab()
    await expect.poll(() => [...files].toSorted()).toEqual(['about', 'history', 'settings-screen'])
    await shop.server.stop()
    await page.getByRole('link', { name: '设置' }).click()
    await page.locator('.settings').waitFor()
    expect(shop.complaints).toEqual([])
  })

  it('of a build that the server has no more: the page is loaded anew, and the screen opens', async () => {
    const shop = await openShop(browser)
    const { page: first, context } = await shop.device()
    await first.close()
    const page = await context.newPage()
    await replaceBuild(page, true)
    await page.goto(`${shop.server.url}/#settings`)
    await page.locator('.settings').waitFor()
    expect(await page.evaluate(`sessionStorage.getItem('laidan.reloaded-at')`)).not.toBeNull()
    expect(shop.complaints).toEqual([])
  })

  it('that cannot be had at all do not reload for ever, and leave board and alert as they are', async () => {
    const shop = await openShop(browser)
    const { page: first, context } = await shop.device()
    await first.close()
    const page = await context.newPage()
    await replaceBuild(page)
    await page.goto(`${shop.server.url}/#settings`)
    await page.getByText('这一页打不开').waitFor()
    const order = await shop.server.api.placePaid({ number: 'L-0001' })
    await page.getByRole('alertdialog').getByRole('button', { name: '接单' }).click()
    await shop.orderBecomes(order.id, { status: 3 })
    await page.unroute(LATE)
    await page.getByRole('button', { name: '重新打开画面' }).click()
    await page.locator('.settings').waitFor()
  })
})
