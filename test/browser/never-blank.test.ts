import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ORDER_STATUS } from '../../shared/order.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openShop } from './support/shop.ts'

/** A browser that has forgotten how to write money: every card and every alert with an amount fails to be drawn. */
const NO_MONEY = `
  Intl.NumberFormat = class {
    constructor() {
      throw new RangeError('Invalid currency code')
    }
  }
`
/** A browser that cannot watch sizes: tickets that come fail, reminders do not. */
const NO_SIZES = `
  ResizeObserver = class {
    constructor() {
      throw new Error('no sizes')
    }
  }
`
/** A browser whose Intl knows no zone at all: the time of the card is the device's own, and nothing else is missing. */
const NO_ZONES = `
  Intl.DateTimeFormat = class {
    constructor() {
      throw new RangeError('Invalid time zone specified')
    }
  }
`

describe.skipIf(chromiumPath === undefined)(`an exception while drawing${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('of the alert leaves a plain list that accepts and rejects, and reloads', async () => {
    const shop = await openShop(browser)
    const { page } = await shop.device()
    await page.evaluate(NO_MONEY)
    const first = await shop.server.api.placePaid({ number: 'BLANK-0001' })
    await page.getByRole('alert').getByText('画面出了问题').waitFor()
    const card = (number: string) => page.getByRole('article').filter({ hasText: number })
    await page.screenshot({ path: 'test-output/console/plain.png' })
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '保存日志' }).click(),
    ])
    const log = await readFile(await download.path(), 'utf8')
    expect(log).toContain('a part of the screen could not be drawn')
    expect(log).toContain('Invalid currency code')
    await card('BLANK-0001').getByRole('button', { name: '接单' }).click()
    await shop.orderBecomes(first.id, { status: ORDER_STATUS.confirmed })
    const second = await shop.server.api.placePaid({ number: 'BLANK-0002' })
    await card('BLANK-0002').getByRole('button', { name: '拒单' }).click()
    await card('BLANK-0002').getByRole('button', { name: '卖完了' }).click()
    await shop.orderBecomes(second.id, { status: 6, reason: '卖完了' })
    await page.getByRole('button', { name: '重新打开画面' }).click()
    await page.locator('[data-column="accepted"]').getByText('0001').waitFor()
  })

  it('of one card leaves the others as they are, and that one plain, with its moves', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    const order = await shop.server.api.placePaid({ number: 'BLANK-0003', remark: '不要香菜' })
    await page.evaluate(NO_SIZES)
    await alert.getByRole('button', { name: '接单' }).click()
    const card = page.locator('[data-column="accepted"]').getByRole('article')
    await card.getByText('这张卡片没能完整显示').waitFor()
    expect(await card.textContent()).toContain('不要香菜')
    await card.getByRole('button', { name: '已送出' }).click()
    await shop.orderBecomes(order.id, { status: ORDER_STATUS.delivering })
  })

  it('of one text is none: a zone that the browser lacks, or all of them, leaves the card with the device’s time', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device({ context: { timezoneId: 'America/New_York' } })
    await shop.server.api.placePaid({ number: 'ZONE-0004', remark: '不要香菜' })
    await page.evaluate(NO_ZONES)
    await alert.getByRole('button', { name: '接单' }).click()
    const card = page.locator('[data-column="accepted"]').getByRole('article')
    await card.getByText('不要香菜').waitFor()
    expect(await card.textContent()).not.toContain('没能完整显示')
    await page.locator('.lamp[data-about="clock"]').filter({ hasText: '时间按本机显示' }).waitFor()
  })

  it('of the full view leaves the board as it is, and the order plain, with its moves', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    const order = await shop.server.api.placePaid({ number: 'BLANK-0004', remark: '不要香菜' })
    await alert.getByRole('button', { name: '接单' }).click()
    await page.locator('.slip').waitFor()
    await page.evaluate(NO_MONEY)
    await page.getByRole('button', { name: '详情' }).click()
    const view = page.locator('.order-view')
    await view.getByText('这张卡片没能完整显示').waitFor()
    expect(await view.textContent()).toContain('不要香菜')
    await view.getByRole('button', { name: '已送出' }).click()
    await shop.orderBecomes(order.id, { status: ORDER_STATUS.delivering })
    expect(await page.getByText('画面出了问题').count()).toBe(0)
  })
})
