import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GUARD } from '../../desktop/ui/keys/answer-guard.ts'
import { ORDER_STATUS } from '../../shared/order.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openShop } from './support/shop.ts'

const SCANNED = '6901234567892'

/** Stops the page's time: from here on only `runFor` moves it, so that no guard depends on how fast this machine is. */
async function stopTime(page: Page): Promise<void> {
  await page.clock.install()
  await page.clock.pauseAt(Date.now() + 60_000)
}

async function standFor(page: Page, ms: number): Promise<void> {
  await page.clock.runFor(ms)
}

/** Types as a scanner that works as a keyboard: digits, and then Enter. */
async function scan(page: Page): Promise<void> {
  for (const digit of SCANNED) await page.keyboard.press(digit)
  await page.keyboard.press('Enter')
}

describe.skipIf(chromiumPath === undefined)(`a key that was meant for something else${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('Enter of a search does not accept the order that comes meanwhile: the caret stays, and what is typed goes on', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    await page.getByRole('link', { name: '历史' }).click()
    const field = page.getByRole('searchbox')
    await field.click()
    await page.keyboard.type('A-20')
    const order = await shop.server.api.placePaid({ number: 'STRAY-0001' })
    await alert.waitFor()
    await page.keyboard.type('26')
    await page.keyboard.press('Enter')
    expect(await field.inputValue()).toBe('A-2026')
    expect(await page.evaluate('document.activeElement.type')).toBe('search')
    await page.getByText('没有找到订单').waitFor()
    await shop.orderBecomes(order.id, { status: ORDER_STATUS.to_be_confirmed })
    const [box, typed] = await Promise.all([alert.boundingBox(), field.boundingBox()])
    expect(box?.y, 'the alert stands beside the field').toBeGreaterThan((typed?.y ?? 0) + (typed?.height ?? 0))
    await page.screenshot({ path: 'test-output/console/alert-beside-a-field.png' })

    await alert.getByRole('button', { name: '接单' }).click()
    await shop.orderBecomes(order.id, { status: ORDER_STATUS.confirmed })
    await alert.waitFor({ state: 'detached' })
    expect(await page.evaluate('document.activeElement.type')).toBe('search')
    expect(shop.complaints).toEqual([])
  })

  it('the alert beside a field comes to the front, with the focus in it, when the field is left', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    await page.getByRole('link', { name: '历史' }).click()
    await page.getByRole('searchbox').click()
    await shop.server.api.placePaid({ number: 'STRAY-0002' })
    await alert.waitFor()
    expect(await alert.evaluate((dialog) => dialog.matches(':modal'))).toBe(false)
    await page.getByRole('heading', { name: '历史订单' }).click()
    await page.locator('button:focus').filter({ hasText: '接单' }).waitFor()
    expect(await alert.evaluate((dialog) => dialog.matches(':modal'))).toBe(true)
  })

  it('a scanner’s digits and Enter accept nothing; the same Enter does, a second and a half later', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    await stopTime(page)
    const order = await shop.server.api.placePaid({ number: 'STRAY-0003' })
    await alert.waitFor()
    await standFor(page, 30_000)
    await scan(page)
    await alert.getByRole('status').getByText('按键太急，没有算数').waitFor({ state: 'attached' })
    await page.screenshot({ path: 'test-output/console/key-refused.png' })
    await standFor(page, GUARD.keyQuiet - 1)
    await page.keyboard.press('Enter')
    expect(await alert.count()).toBe(1)
    await shop.orderBecomes(order.id, { status: ORDER_STATUS.to_be_confirmed })
    await standFor(page, 1)
    await page.keyboard.press('Enter')
    await alert.waitFor({ state: 'detached' })
    await shop.orderBecomes(order.id, { status: ORDER_STATUS.confirmed })
  })

  it('a scanner rejects nothing either, among the reasons and in the line for one’s own', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    await stopTime(page)
    const order = await shop.server.api.placePaid({ number: 'STRAY-0004' })
    await alert.waitFor()
    await standFor(page, 30_000)
    await alert.getByRole('button', { name: '拒单' }).click()
    await standFor(page, 30_000)
    await scan(page)
    await alert.getByLabel('其他原因').click()
    await scan(page)
    await scan(page)
    expect(await alert.getByRole('button', { name: '确定' }).isVisible()).toBe(true)
    await shop.orderBecomes(order.id, { status: ORDER_STATUS.to_be_confirmed })
    await alert.getByLabel('其他原因').fill('炉子坏了')
    await page.keyboard.press('Enter')
    await standFor(page, GUARD.keyQuiet)
    await page.keyboard.press('Enter')
    await shop.orderBecomes(order.id, { status: 6, reason: '炉子坏了' })
  })

  it('Enter right after the alert has come answers nothing, and a double press answers one of two', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    await stopTime(page)
    const orders = [await shop.server.api.placePaid({ number: 'STRAY-0005' })]
    await alert.waitFor()
    orders.push(await shop.server.api.placePaid({ number: 'STRAY-0006' }))
    await alert.getByText('第 1 单，共 2 单').waitFor()
    await standFor(page, GUARD.keyShown - 1)
    await page.keyboard.press('Enter')
    await alert.getByText('第 1 单，共 2 单').waitFor()
    await standFor(page, 1)
    await page.keyboard.press('Enter')
    await alert.getByText('STRAY-0006').waitFor()
    for (const ms of [0, GUARD.pressShown, GUARD.keyShown - GUARD.pressShown - 1]) {
      await standFor(page, ms)
      await page.keyboard.press('Enter')
    }
    expect(await alert.getByText('STRAY-0006').count()).toBe(1)
    await standFor(page, 1)
    await page.keyboard.press('Enter')
    await alert.waitFor({ state: 'detached' })
    for (const { id } of orders) await shop.orderBecomes(id, { status: ORDER_STATUS.confirmed })
  })

  it('a key that was down before the alert came, or repeats, answers nothing however long it is held', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    await stopTime(page)
    await page.keyboard.down('Enter')
    const order = await shop.server.api.placePaid({ number: 'STRAY-0007' })
    await alert.waitFor()
    for (let turn = 0; turn < 20; turn++) {
      await standFor(page, 200)
      await page.keyboard.down('Enter')
    }
    expect(await alert.count()).toBe(1)
    await shop.orderBecomes(order.id, { status: ORDER_STATUS.to_be_confirmed })
    await page.keyboard.up('Enter')
    await page.keyboard.press('Enter')
    await alert.waitFor({ state: 'detached' })
  })

  it('an input method’s Enter, and one with Shift or Ctrl, answer nothing', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    await stopTime(page)
    const order = await shop.server.api.placePaid({ number: 'STRAY-0008' })
    await alert.waitFor()
    await standFor(page, 30_000)
    await alert.focus()
    for (const facts of ['{ isComposing: true }', '{ keyCode: 229 }', '{ shiftKey: true }', '{ ctrlKey: true }']) {
      await alert.evaluate(
        `(dialog) => dialog.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...${facts} }))`,
      )
      await standFor(page, 30_000)
    }
    await page.keyboard.press('Shift+Enter')
    expect(await alert.count()).toBe(1)
    await shop.orderBecomes(order.id, { status: ORDER_STATUS.to_be_confirmed })
    await standFor(page, 30_000)
    await page.keyboard.press('Enter')
    await alert.waitFor({ state: 'detached' })
  })

  it('a scanner at the board moves no order, and a double Enter on the last alert presses nothing behind it', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    const first = await shop.server.api.placePaid({ number: 'STRAY-0009' })
    await alert.getByRole('button', { name: '接单' }).click()
    const sentOut = page.locator('[data-column="accepted"]').getByRole('button', { name: '已送出' })
    await sentOut.focus()
    await stopTime(page)
    await scan(page)
    await shop.server.api.placePaid({ number: 'STRAY-0010' })
    await alert.waitFor()
    await standFor(page, 30_000)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await alert.waitFor({ state: 'detached' })
    await shop.orderBecomes(first.id, { status: ORDER_STATUS.confirmed })
    await standFor(page, 30_000)
    await sentOut.first().focus()
    await page.keyboard.press('Enter')
    await shop.orderBecomes(first.id, { status: ORDER_STATUS.delivering })
  })
})
