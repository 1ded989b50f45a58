import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GUARD } from '../../desktop/ui/keys/answer-guard.ts'
import { ORDER_STATUS } from '../../shared/order.ts'
import { SEVEN_DISHES } from './support/alert-orders.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { type DeviceOptions, openShop, type Shop } from './support/shop.ts'

/** From `hanging` on, a new socket is one to a server that never says anything. */
const HANGING_SOCKETS = `{
  const Real = WebSocket
  globalThis.WebSocket = Object.assign(
    function (url, protocols) {
      if (!globalThis.hanging) return new Real(url, protocols)
      return Object.assign(new EventTarget(), { readyState: 0, send() {}, close() {} })
    },
    { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 },
  )
}`

/** A device on which these orders wait, and whose time only the test moves. */
async function listOf(shop: Shop, numbers: readonly string[], options: DeviceOptions = {}) {
  const device = await shop.device(options)
  await device.page.clock.install()
  const ids: number[] = []
  for (const number of numbers) {
    const more = number.startsWith('WARN') ? SEVEN_DISHES : {}
    ids.push((await shop.server.api.placePaid({ ...more, number })).id)
  }
  await device.alert.getByRole('heading', { name: `${numbers.length} 单等待处理` }).waitFor()
  await device.page.clock.pauseAt(Date.now() + 60_000)
  await settle(device.page)
  return { ...device, ids, hold: device.alert.locator('.hold'), rows: device.alert.locator('.waiting-row') }
}

/** Lets the guards of presses and keys pass. */
const settle = (page: Page) => page.clock.runFor(GUARD.keyQuiet)

describe.skipIf(chromiumPath === undefined)(`three and more that wait are a list${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('a row each, cancelled and urged ones first, with its own answer; the last one stands alone', async () => {
    const shop = await openShop(browser)
    const { page, alert, rows, ids } = await listOf(shop, ['LIST-0001', 'WARN-0002', 'LIST-0003', 'LIST-0004'])
    const { api } = shop.server
    await api.call('POST', `/v1/orders/${ids[2]}/cancel`, { as: api.orderingKey, body: { reason: '点错了' } })
    await rows.first().filter({ hasText: '0003' }).waitFor()
    expect(await rows.count()).toBe(4)
    expect(await rows.first().textContent()).toMatch(/订单取消.*请停止制作.*点错了/s)
    const warned = rows.filter({ hasText: '0002' })
    expect(await warned.textContent()).toMatch(/新订单.*13 份.*已等 \d:\d\d.*花生过敏.*有注意事项，请单独接/s)

    await settle(page)
    await rows.first().getByRole('button', { name: '知道了 0003' }).click()
    await alert.getByRole('heading', { name: '3 单等待处理' }).waitFor()
    await settle(page)
    await rows.filter({ hasText: '0004' }).getByRole('button', { name: '接单 0004' }).click()
    await alert.getByRole('heading', { name: '2 单等待处理' }).waitFor()
    await settle(page)
    // Seven dishes with their notes are more than a row shows.
    await warned.getByRole('button', { name: '看全单', exact: true }).click()
    await alert.getByText('WARN-0002').waitFor()
    await settle(page)
    await page.keyboard.press('End')
    await alert.getByRole('button', { name: '看完再接' }).waitFor({ state: 'detached' })
    await settle(page)
    await alert.getByRole('button', { name: '接单' }).click()
    await alert.getByText('LIST-0001').waitFor()
    expect(await rows.count()).toBe(0)
    for (const at of [1, 3]) await shop.orderBecomes(ids[at] ?? 0, { status: ORDER_STATUS.confirmed })
    expect(shop.complaints).toEqual([])
  })

  it('a row opens its order in full and goes back; rows that have just moved answer nothing', async () => {
    const shop = await openShop(browser)
    const { page, alert, rows, ids } = await listOf(shop, ['LIST-0011', 'WARN-0012', 'LIST-0013'])
    await rows.filter({ hasText: '0012' }).getByRole('button', { name: '看全单 0012' }).click()
    await alert.getByText('WARN-0012').waitFor()
    await alert.getByRole('button', { name: '全部 3 单' }).click()
    await alert.getByRole('heading', { name: '3 单等待处理' }).waitFor()
    const answer = rows.first().getByRole('button', { name: '接单 0011' })
    expect(await answer.isDisabled()).toBe(true)
    await page.clock.runFor(GUARD.pressShown)
    await answer.click()
    await alert.getByRole('heading', { name: '2 单等待处理' }).waitFor()
    expect(await rows.last().getByRole('button', { name: '接单 0013' }).isDisabled()).toBe(true)
    await shop.orderBecomes(ids[0] ?? 0, { status: ORDER_STATUS.confirmed })
    await settle(page)
    await page.keyboard.press('Escape')
    await alert.waitFor({ state: 'detached' })
  })

  it('a row that cannot show all of its dishes opens the order and does not accept it; it stays one of several', async () => {
    const shop = await openShop(browser)
    const { api } = shop.server
    const { page, alert } = await shop.device({ context: { viewport: { width: 1280, height: 720 } } })
    await page.clock.install()
    const dishes = Array.from({ length: 20 }, (_, i) => ({ name: `第${i + 1}道很长的菜名`, quantity: 1 }))
    const orders = [
      await api.placePaid({ number: 'LIST-0061' }),
      await api.placePaid({ number: 'LIST-0062', items: dishes }),
      await api.placePaid({
        number: 'LIST-0063',
        items: dishes.map((dish) => ({ ...dish, note: '不要花生' })),
      }),
    ]
    await alert.getByRole('heading', { name: '3 单等待处理' }).waitFor()
    await page.clock.pauseAt(Date.now() + 60_000)
    await settle(page)
    const row = (end: string) => alert.locator('.waiting-row').filter({ hasText: end })
    expect(await row('0061').getByRole('button', { name: '接单 0061' }).isEnabled()).toBe(true)
    for (const end of ['0062', '0063']) {
      expect(
        await row(end)
          .getByRole('button', { name: `接单 ${end}` })
          .count(),
      ).toBe(0)
      await row(end).getByRole('button', { name: '看全单', exact: true }).waitFor()
      expect((await row(end).boundingBox())?.height).toBeLessThan(0.6 * 720)
    }
    await row('0062').getByRole('button', { name: '看全单', exact: true }).click()
    await alert.getByText('LIST-0062').waitFor()
    for (const { id } of orders) await shop.orderBecomes(id, { status: ORDER_STATUS.to_be_confirmed })
  })

  it('an answer that was undone comes back to its place among the others', async () => {
    const shop = await openShop(browser)
    const { alert, rows } = await listOf(shop, ['LIST-0071', 'LIST-0072', 'LIST-0073'], { undoMs: 'host' })
    const before = await rows.locator('.waiting-tail').allTextContents()
    await rows.nth(1).getByRole('button', { name: '接单 0072' }).click()
    await alert.getByRole('heading', { name: '2 单等待处理' }).waitFor()
    await alert.getByRole('button', { name: /撤销/ }).first().click()
    await alert.getByRole('heading', { name: '3 单等待处理' }).waitFor()
    expect(await rows.locator('.waiting-tail').allTextContents()).toEqual(before)
  })

  it('a third one takes no ticket away on which somebody writes a reason', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    await page.clock.install()
    const { api } = shop.server
    for (const number of ['LIST-0021', 'LIST-0022']) await api.placePaid({ number })
    await alert.getByText('第 1 单，共 2 单').waitFor()
    await settle(page)
    await alert.getByRole('button', { name: '拒单' }).click()
    await alert.getByLabel('其他原因').fill('炉子坏')
    await api.placePaid({ number: 'LIST-0023' })
    await alert.getByRole('button', { name: '全部 3 单' }).waitFor()
    expect(await alert.getByLabel('其他原因').inputValue()).toBe('炉子坏')
  })

  it('held for a second, the button accepts the new orders without a warning; let go before, nothing', async () => {
    const shop = await openShop(browser)
    const { page, hold, rows, ids } = await listOf(shop, ['LIST-0031', 'WARN-0032', 'LIST-0033', 'LIST-0034'])
    expect(await hold.textContent()).toContain('按住接 3 单')
    await hold.hover()
    await page.mouse.down()
    await page.locator('.hold[data-holding="true"]').waitFor()
    await page.clock.runFor(GUARD.held - 1)
    await page.mouse.up()
    await hold.getByText('松手太早').first().waitFor()
    await page.clock.runFor(GUARD.held)
    expect(await rows.count()).toBe(4)

    await page.mouse.down()
    await page.clock.runFor(GUARD.held - 1)
    expect(await rows.count()).toBe(4)
    await page.clock.runFor(1)
    await page.locator('.alert').getByText('WARN-0032').waitFor()
    await page.mouse.up()
    for (const at of [0, 2, 3]) await shop.orderBecomes(ids[at] ?? 0, { status: ORDER_STATUS.confirmed })
    await shop.orderBecomes(ids[1] ?? 0, { status: ORDER_STATUS.to_be_confirmed })
  })

  it('an order that comes while it is held is not accepted with the others', async () => {
    const shop = await openShop(browser)
    const { page, alert, hold, ids } = await listOf(shop, ['LIST-0041', 'LIST-0042', 'LIST-0043'])
    await hold.hover()
    await page.mouse.down()
    await page.clock.runFor(GUARD.held / 2)
    const late = await shop.server.api.placePaid({ number: 'LIST-0044' })
    await alert.getByRole('heading', { name: '4 单等待处理' }).waitFor()
    await page.clock.runFor(GUARD.held / 2)
    await alert.getByText('LIST-0044').waitFor()
    await page.mouse.up()
    for (const id of ids) await shop.orderBecomes(id, { status: ORDER_STATUS.confirmed })
    await shop.orderBecomes(late.id, { status: ORDER_STATUS.to_be_confirmed })
  })

  it('by Space, held as well; every one of them can be undone, and all at once', async () => {
    const shop = await openShop(browser)
    const numbers = ['LIST-0051', 'LIST-0052', 'LIST-0053']
    const { page, alert, hold, ids } = await listOf(shop, numbers, { undoMs: 'host' })
    await hold.focus()
    await page.keyboard.down(' ')
    await page.clock.runFor(GUARD.held / 2)
    await page.keyboard.up(' ')
    await hold.getByText('松手太早').first().waitFor()
    await settle(page)
    await page.keyboard.down(' ')
    await page.clock.runFor(GUARD.held)
    await page.keyboard.up(' ')
    await alert.waitFor({ state: 'detached' })
    expect(await page.locator('.undo-row').count()).toBe(3)
    await page.getByRole('button', { name: '全部撤销' }).click()
    await alert.getByRole('heading', { name: '3 单等待处理' }).waitFor()
    await page.clock.runFor(10_000)
    for (const id of ids) await shop.orderBecomes(id, { status: ORDER_STATUS.to_be_confirmed })
  })

  it('answers that are undone while the server is away come back, and so does what is brought up from the board', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device({ undoMs: 'host', before: HANGING_SOCKETS })
    await page.clock.install()
    // Time that stands still: nothing is announced, as on a device that somebody has muted.
    await page.clock.pauseAt(Date.now() + 5_000)
    for (const number of ['LIST-0061', 'LIST-0062', 'LIST-0063']) await shop.server.api.placePaid({ number })
    await alert.getByRole('heading', { name: '3 单等待处理' }).waitFor()
    await settle(page)
    await page.evaluate('globalThis.hanging = true')
    await shop.server.stop()
    await page.locator('.link-state:not([data-link="connected"])').waitFor({ state: 'attached' })
    await page.clock.runFor(5_000)
    await page.locator('.link-state[data-link="connecting"]').waitFor({ state: 'attached' })
    await alert.locator('.hold').focus()
    await page.keyboard.down(' ')
    await page.clock.runFor(GUARD.held)
    await page.keyboard.up(' ')
    await alert.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '全部撤销' }).click()
    await alert.getByRole('heading', { name: '3 单等待处理' }).waitFor()
    await settle(page)
    await alert.getByRole('button', { name: '全部稍后' }).click()
    await alert.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '处理' }).first().click()
    await alert.getByText('LIST-0061').waitFor()
  })
})
