import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openShop } from './support/shop.ts'

/** A counter's PC that nobody has ever set: three hours fast. */
const FAST_CLOCK = `{
  const now = Date.now
  Date.now = () => now() + 3 * 3_600_000
}`

/** Headless Chromium shows no notifications: these are what would be clicked. */
const NOTIFICATIONS = `
  globalThis.bubbles = []
  class Bubble {
    static permission = 'granted'
    static requestPermission = async () => 'granted'
    constructor(title, { body, tag }) {
      Object.assign(this, { title, body, tag })
      globalThis.bubbles.push(this)
    }
    close() {}
  }
  Object.defineProperty(globalThis, 'Notification', { value: Bubble })
`

/** What the browser has on its disk. */
const STORED_SETTINGS = `new Promise((resolve, reject) => {
  const opened = indexedDB.open('laidan', 1)
  opened.onerror = reject
  opened.onsuccess = () => {
    const read = opened.result.transaction('files').objectStore('files').get('settings')
    read.onsuccess = () => {
      opened.result.close()
      resolve(read.result)
    }
  }
})`

describe.skipIf(chromiumPath === undefined)(`the console and its host${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('tells waiting and the limit by the server’s clock, however wrong its own is', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device({ before: FAST_CLOCK })
    await shop.server.api.placePaid({ number: 'CLOCK-0001' })
    await alert.waitFor()
    expect(await alert.textContent()).toMatch(/剩 (?:9|10):\d\d已等 \d:\d\d/)
    await alert.getByRole('button', { name: '稍后' }).click()
    await alert.waitFor({ state: 'detached' })
    expect(await page.locator('[data-column="waiting"] .card').textContent()).toMatch(/已等 \d:\d\d/)
  })

  it('a click on a notification brings up its order, though another waits longer', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device({ before: NOTIFICATIONS })
    for (const number of ['N-0001', 'N-0002']) await shop.server.api.placePaid({ number })
    await alert.getByText('第 1 单，共 2 单').waitFor()
    await alert.getByRole('button', { name: '稍后' }).click()
    await alert.getByText('N-0002').waitFor()
    await alert.getByRole('button', { name: '稍后' }).click()
    await alert.waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate('bubbles.length')).toBe(2)
    expect(await page.evaluate('bubbles[1].title')).toBe('来单 0002')
    await page.evaluate('bubbles[1].onclick()')
    await alert.getByText('N-0002').waitFor()
    await page.evaluate('bubbles[0].onclick()')
    await alert.getByText('N-0001').waitFor()
  })

  it('what is chosen in the settings is there again after a reload', async () => {
    const shop = await openShop(browser)
    const { page } = await shop.device()
    await page.getByRole('link', { name: '设置' }).click()
    const every = (name: string) => page.getByRole('button', { name, exact: true, pressed: true })
    await every('每 60 秒').waitFor()
    await page.getByRole('button', { name: '每 15 秒' }).click()
    await every('每 15 秒').waitFor()
    await every('播报').waitFor()
    await page.getByRole('button', { name: '只响铃' }).click()
    await page.getByRole('switch', { name: '在这段时间里只显示，不出声' }).click()
    await page.getByLabel('从', { exact: true }).fill('21:30')
    await expect
      .poll(async () => JSON.parse(String(await page.evaluate(STORED_SETTINGS))))
      .toMatchObject({
        repeatSeconds: 15,
        output: 'ring',
        quietHours: { from: '21:30' },
      })
    await page.reload()
    await every('每 15 秒').waitFor()
    await every('只响铃').waitFor()
    expect(await page.getByLabel('从', { exact: true }).inputValue()).toBe('21:30')
    await page.getByText('每天 21:30 至次日 08:00').waitFor()
  })

  it('the days of a search stand below it in the app’s own language, whatever the browser’s', async () => {
    const shop = await openShop(browser)
    const { page } = await shop.device({ locale: 'en' })
    await page.getByRole('link', { name: 'History' }).click()
    await page.getByLabel('From', { exact: true }).fill('2026-11-03')
    await page.getByText('From 3 November 2026 on').waitFor()
    await page.getByLabel('To', { exact: true }).fill('2026-11-04')
    await page.getByText('3 November 2026 to 4 November 2026').waitFor()
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('button', { name: '中文' }).click()
    await page.getByRole('link', { name: '历史' }).click()
    await page.getByLabel('到', { exact: true }).fill('2026-11-04')
    await page.getByText('至 2026年11月4日').waitFor()
  })
})
