import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { UNDO_MS } from '../../desktop/core/answers/held-answers.ts'
import type { Locale } from '../../shared/locales.ts'
import { ORDER_STATUS } from '../../shared/order.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { widthBeyondScreen } from './support/layout.ts'
import { type DeviceOptions, openShop, type Shop } from './support/shop.ts'

const FOLDER = 'test-output/console'

/** A device as people have it, whose time only the test moves, and the answers that have left it. */
async function timelessDevice(shop: Shop, options: DeviceOptions = {}) {
  const device = await shop.device({ ...options, undoMs: 'host' })
  const { page } = device
  await page.clock.install()
  await page.clock.pauseAt(Date.now() + 60_000)
  const sent: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    // A browser without a voice also asks for what it says.
    if (request.method() === 'POST' && pathname !== '/v1/speech') sent.push(pathname.replace(/\/\d+\//, '/N/'))
  })
  return { ...device, sent, undo: page.locator('.undo-row') }
}

/** Lets the guards of presses and keys pass. */
const settle = (page: Page) => page.clock.runFor(2_000)

describe.skipIf(chromiumPath === undefined)(`undoing an answer${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('by mouse: the alert is back as it was, and nothing was sent; not undone, it is sent after five seconds', async () => {
    const shop = await openShop(browser)
    const { page, alert, undo, sent } = await timelessDevice(shop)
    const order = await shop.server.api.placePaid({ number: 'UNDO-0001' })
    await alert.waitFor()
    await settle(page)
    await alert.getByRole('button', { name: '接单' }).click()
    await alert.waitFor({ state: 'detached' })
    expect(await undo.textContent()).toMatch(/^0001将接单5 秒后送出撤销$/)
    await page.clock.runFor(3_000)
    await undo.getByText('2 秒后送出').waitFor()
    expect(await page.locator('[data-column="waiting"] .card').textContent()).toContain('将接单')
    await undo.getByRole('button', { name: '撤销' }).click()
    await alert.getByText('UNDO-0001').waitFor()
    await page.getByText('0001 已撤销，什么也没有送出').waitFor({ state: 'attached' })
    await page.clock.runFor(UNDO_MS)
    expect([await undo.count(), sent]).toEqual([0, []])
    await shop.orderBecomes(order.id, { status: ORDER_STATUS.to_be_confirmed })

    await alert.getByRole('button', { name: '接单' }).click()
    await page.clock.runFor(UNDO_MS - 1_000)
    expect(sent).toEqual([])
    await page.clock.runFor(1_000)
    await shop.orderBecomes(order.id, { status: ORDER_STATUS.confirmed })
    await undo.waitFor({ state: 'detached' })
    expect(sent).toEqual(['/v1/orders/N/confirm'])
    expect(shop.complaints).toEqual([])
  })

  it('by keyboard: Ctrl+Z, or Tab and Enter; a screen reader hears what can be undone', async () => {
    const shop = await openShop(browser)
    const { page, alert, undo, sent } = await timelessDevice(shop)
    await shop.server.api.placePaid({ number: 'UNDO-0002' })
    await alert.waitFor()
    await settle(page)
    await page.keyboard.press('Enter')
    await undo.waitFor()
    await page.getByRole('status').getByText('0002 将接单，5 秒内可以撤销').waitFor({ state: 'attached' })
    await page.keyboard.press('Control+z')
    await alert.getByText('UNDO-0002').waitFor()
    await settle(page)
    await page.keyboard.press('Enter')
    await undo.waitFor()
    await page.keyboard.press('Shift+Tab')
    await page.locator('.undo-button:focus').waitFor()
    await page.keyboard.press('Enter')
    await alert.getByText('UNDO-0002').waitFor()
    await page.clock.runFor(UNDO_MS)
    expect(sent).toEqual([])
  })

  it('by touch, a rejection with its reason', async () => {
    const shop = await openShop(browser)
    const phone = { hasTouch: true, isMobile: true, viewport: { width: 360, height: 640 } }
    const { page, alert, undo, sent } = await timelessDevice(shop, { context: phone })
    const order = await shop.server.api.placePaid({ number: 'UNDO-0003' })
    await alert.waitFor()
    await settle(page)
    await alert.getByRole('button', { name: '拒单' }).tap()
    await settle(page)
    await alert.getByRole('button', { name: '卖完了' }).tap()
    await undo.getByText('卖完了').waitFor()
    await undo.getByRole('button', { name: '撤销' }).tap()
    await alert.getByText('UNDO-0003').waitFor()
    await page.clock.runFor(UNDO_MS)
    expect(sent).toEqual([])
    await shop.orderBecomes(order.id, { status: ORDER_STATUS.to_be_confirmed })
  })

  it('of several the latest stands first, in front of the next alert too, and each is undone by itself', async () => {
    const shop = await openShop(browser)
    const { page, alert, undo, sent } = await timelessDevice(shop)
    const { api } = shop.server
    for (const number of ['UNDO-0004', 'UNDO-0005', 'UNDO-0006']) await api.placePaid({ number })
    for (const [left, number] of [
      [3, '0004'],
      [2, '0005'],
    ] as const) {
      await alert.getByRole('heading', { name: `${left} 单等待处理` }).waitFor()
      await settle(page)
      await alert.getByRole('button', { name: `接单 ${number}` }).click()
    }
    await alert.getByText('UNDO-0006').waitFor()
    expect(await alert.locator('.undo-name').allTextContents()).toEqual(['0005', '0004'])
    await undo.nth(1).getByRole('button', { name: '撤销' }).click()
    await alert.getByText('共 2 单').waitFor()
    await page.clock.runFor(UNDO_MS)
    await expect.poll(() => sent).toEqual(['/v1/orders/N/confirm'])
  })

  it('nothing moves below a finger when the last row goes', async () => {
    const shop = await openShop(browser)
    const { page, alert, undo } = await timelessDevice(shop)
    for (const number of ['UNDO-0007', 'UNDO-0008']) await shop.server.api.placePaid({ number })
    await alert.getByText('第 1 单，共 2 单').waitFor()
    await settle(page)
    await alert.getByRole('button', { name: '接单' }).click()
    await alert.getByText('UNDO-0008').waitFor()
    await undo.waitFor()
    const place = () => alert.getByRole('button', { name: '接单' }).boundingBox()
    const before = await place()
    await page.clock.runFor(UNDO_MS)
    await undo.waitFor({ state: 'detached' })
    expect(await place()).toEqual(before)
  })

  it('a page that is closed or reloaded meanwhile has answered nothing: the order is there again', async () => {
    const shop = await openShop(browser)
    const { page, alert, undo, sent } = await timelessDevice(shop)
    const order = await shop.server.api.placePaid({ number: 'UNDO-0009' })
    await alert.waitFor()
    await settle(page)
    await alert.getByRole('button', { name: '接单' }).click()
    await undo.waitFor()
    await page.reload()
    await alert.getByText('UNDO-0009').waitFor()
    await page.clock.runFor(UNDO_MS)
    expect([await undo.count(), sent]).toEqual([0, []])
    await shop.orderBecomes(order.id, { status: ORDER_STATUS.to_be_confirmed })
  })

  it('another device that answers meanwhile was faster: the row goes, and the screen says who it was', async () => {
    const shop = await openShop(browser)
    const { page, alert, undo, sent } = await timelessDevice(shop)
    const other = await shop.server.api.pair(shop.server.storeId, '厨房')
    const order = await shop.server.api.placePaid({ number: 'UNDO-0010' })
    await alert.waitFor()
    await settle(page)
    await alert.getByRole('button', { name: '接单' }).click()
    await undo.waitFor()
    await shop.server.api.move(other.token, order.id, 'reject', '卖完了')
    await undo.waitFor({ state: 'detached' })
    await page.getByText('0010 已拒单').waitFor()
    await page.clock.runFor(UNDO_MS)
    expect(sent).toEqual([])
  })

  const LOOKS: readonly [Locale, 'light' | 'dark'][] = [
    ['zh-CN', 'light'],
    ['zh-CN', 'dark'],
    ['en', 'light'],
    ['en', 'dark'],
  ]
  it.each(LOOKS)('in %s, %s: nothing is wider than the screen; pictures in test-output/', async (locale, theme) => {
    const shop = await openShop(browser)
    const context = { colorScheme: theme, reducedMotion: 'reduce', viewport: { width: 1366, height: 625 } } as const
    const { page, alert, undo } = await timelessDevice(shop, { locale, context })
    for (const n of [1, 2]) await shop.server.api.placePaid({ number: `P-20261127-004${n}`, remark: '不要香菜' })
    await alert.locator('.waiting-place').filter({ hasText: '2' }).waitFor()
    await settle(page)
    await alert.locator('.button.accept').click()
    await undo.first().waitFor()
    await takePictures(page, `undo-alert.${locale}.${theme}`)
    await settle(page)
    await alert.locator('.button.reject').click()
    await settle(page)
    await alert.locator('.reasons-usual .button').first().click()
    await alert.waitFor({ state: 'detached' })
    await takePictures(page, `undo.${locale}.${theme}`)
    expect(shop.complaints).toEqual([])
  })
})

async function takePictures(page: Page, name: string): Promise<void> {
  for (const size of [
    { width: 360, height: 640 },
    { width: 1366, height: 625 },
  ]) {
    await page.setViewportSize(size)
    expect(await widthBeyondScreen(page), `${name} at ${size.width} px`).toBe(0)
    await page.screenshot({ path: `${FOLDER}/${name}.${size.width}.png` })
  }
}
