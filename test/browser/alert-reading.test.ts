import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GUARD } from '../../desktop/ui/keys/answer-guard.ts'
import { ORDER_STATUS } from '../../shared/order.ts'
import { SEVEN_DISHES } from './support/alert-orders.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { clippedInAlert, dishesOnScreen, widthBeyondScreen } from './support/layout.ts'
import { openShop, type Shop } from './support/shop.ts'

const LAST = '酸梅汤'

/** A device with a window of this size, and a seven-dish order on its alert. */
async function alertAt(shop: Shop, viewport: { width: number; height: number }, number: string) {
  const device = await shop.device({ context: { viewport, reducedMotion: 'reduce' } })
  await device.page.clock.install()
  const order = await shop.server.api.placePaid({ ...SEVEN_DISHES, number })
  await device.alert.waitFor()
  await device.page.clock.pauseAt(Date.now() + 60_000)
  await calm(device.page)
  return { ...device, order, main: device.alert.locator('.button.accept') }
}

/** Lets the time pass in which no key may answer, whatever was pressed before. */
const calm = (page: Page) => page.clock.runFor(GUARD.keyQuiet)

describe.skipIf(chromiumPath === undefined)(`an order is accepted when it has been read${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it.each([
    ['on a laptop at 150 %, 911 × 417', { width: 911, height: 417 }, 2],
    ['at 200 % zoom of 1280 × 800', { width: 640, height: 400 }, 2],
    ['on a phone, 360 × 640', { width: 360, height: 640 }, 3],
  ])(
    '%s: dishes are to be seen, the button scrolls on, and accepts when the last one was on the screen',
    async (_where, viewport, least) => {
      const shop = await openShop(browser)
      const { page, main, order, alert } = await alertAt(shop, viewport, 'READ-0001')
      await main.filter({ hasText: '看完再接' }).waitFor()
      expect(await clippedInAlert(page)).toEqual([])
      expect(await widthBeyondScreen(page)).toBe(0)
      const first = await dishesOnScreen(page)
      expect(first.length).toBeGreaterThanOrEqual(least)
      expect(first).not.toContain(LAST)
      const below = /还有 (\d) 样/.exec((await main.textContent()) ?? '')?.[1]
      expect(Number(below)).toBeGreaterThanOrEqual(7 - first.length - 1)
      await alert
        .locator('.more-below')
        .filter({ hasText: `还有 ${below} 样` })
        .waitFor()

      // No time passes here: a press too many, after it was armed, answers nothing.
      for (let press = 0; press < 20 && (await main.textContent())?.startsWith('看完再接'); press++)
        await main.click({ force: true })
      await main.filter({ hasText: /^接单$/ }).waitFor()
      expect(await dishesOnScreen(page)).toContain(LAST)
      await shop.orderBecomes(order.id, { status: ORDER_STATUS.to_be_confirmed })
      await main.click({ force: true })
      expect(await alert.count(), 'a second press was meant for scrolling').toBe(1)
      await calm(page)
      await main.click()
      await shop.orderBecomes(order.id, { status: ORDER_STATUS.confirmed })
    },
  )

  it('by keys: arrows and page keys scroll from the button, Enter scrolls before the last dish and accepts after it', async () => {
    const shop = await openShop(browser)
    const { page, main, order, alert } = await alertAt(shop, { width: 911, height: 417 }, 'READ-0002')
    const top = () => page.evaluate<number>(`document.querySelector('.ticket-body').scrollTop`)
    await page.locator('button:focus').filter({ hasText: '看完再接' }).waitFor()
    const after = async (key: string) => {
      await page.keyboard.press(key)
      return await top()
    }
    expect(await after('ArrowDown')).toBeGreaterThan(0)
    expect(await after('ArrowUp')).toBe(0)
    const page1 = await after('Enter')
    expect(page1).toBeGreaterThan(0)
    expect(await after('PageUp')).toBeLessThan(page1)
    expect(await after('PageDown')).toBe(page1)
    expect(await after('Home')).toBe(0)

    await page.keyboard.press('End')
    await main.filter({ hasText: /^接单/ }).waitFor()
    await page.keyboard.press('Enter')
    await alert.getByRole('status').getByText('按键太急').waitFor({ state: 'attached' })
    await shop.orderBecomes(order.id, { status: ORDER_STATUS.to_be_confirmed })
    await calm(page)
    await page.keyboard.press('Enter')
    await alert.waitFor({ state: 'detached' })
    await shop.orderBecomes(order.id, { status: ORDER_STATUS.confirmed })
  })

  it('with more dishes than a frame carries: the button reads the whole, scrolls through it, and accepts then', async () => {
    const shop = await openShop(browser)
    const items = Array.from({ length: 45 }, (_, i) => ({ name: `第${i + 1}样`, quantity: 1 }))
    const device = await shop.device({ context: { viewport: { width: 1_366, height: 625 }, reducedMotion: 'reduce' } })
    await device.page.clock.install()
    const order = await shop.server.api.placePaid({ items, number: 'READ-0006' })
    await device.alert.waitFor()
    await device.page.clock.pauseAt(Date.now() + 60_000)
    await calm(device.page)
    const main = device.alert.locator('.button.accept')
    await main.filter({ hasText: '看完再接' }).waitFor()
    // No time passes here: a press too many, after it was armed, answers nothing.
    for (let press = 0; press < 600 && (await main.textContent()) !== '接单'; press++) await main.click({ force: true })
    await main.filter({ hasText: /^接单$/ }).waitFor()
    expect(await dishesOnScreen(device.page)).toContain('第45样')
    await shop.orderBecomes(order.id, { status: ORDER_STATUS.to_be_confirmed })
    await calm(device.page)
    await main.click()
    await shop.orderBecomes(order.id, { status: ORDER_STATUS.confirmed })
  })

  it('a note that is read whole below the edge is to be seen before the order is accepted', async () => {
    const shop = await openShop(browser)
    const items = [
      { name: '甲', quantity: 1, note: '好'.repeat(500) },
      { name: '乙', quantity: 1, note: `${'香'.repeat(440)}最后一句` },
    ]
    const device = await shop.device({ context: { viewport: { width: 800, height: 560 }, reducedMotion: 'reduce' } })
    await shop.server.api.placePaid({ items, number: 'READ-0007' })
    await device.alert.waitFor()
    const main = device.alert.locator('.button.accept')
    await device.alert.getByRole('button', { name: '看全单' }).click()
    await device.alert.getByText('最后一句').waitFor()
    await main.filter({ hasText: '看完再接' }).waitFor()
  })

  it('a window that grows shows the rest, and that counts as seen', async () => {
    const shop = await openShop(browser)
    const { page, main } = await alertAt(shop, { width: 640, height: 400 }, 'READ-0003')
    await main.filter({ hasText: '看完再接' }).waitFor()
    await page.setViewportSize({ width: 1_080, height: 1_900 })
    await main.filter({ hasText: /^接单$/ }).waitFor()
    await page.setViewportSize({ width: 640, height: 400 })
    await main.filter({ hasText: /^接单$/ }).waitFor()
  })

  it('number, kind and warning are the name of the alert, and it says how many portions', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await alertAt(shop, { width: 1280, height: 800 }, 'READ-0004')
    await page.getByRole('alertdialog', { name: /^0004 新订单\. .*花生过敏/ }).waitFor()
    await alert.getByText('13 份').waitFor()
  })

  it('an urge and a cancellation are noted without reading: nothing is accepted', async () => {
    const shop = await openShop(browser)
    const { page, alert, order, main } = await alertAt(shop, { width: 640, height: 400 }, 'READ-0005')
    const { api } = shop.server
    await api.call('POST', `/v1/orders/${order.id}/cancel`, { as: api.orderingKey, body: { reason: '点错了' } })
    await alert.getByText('请停止制作').waitFor()
    await calm(page)
    await main.filter({ hasText: /^知道了$/ }).click()
    await alert.waitFor({ state: 'detached' })
  })
})
