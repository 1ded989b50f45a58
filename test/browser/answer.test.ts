import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { type BrowserDevice, openShop } from './support/shop.ts'

describe.skipIf(chromiumPath === undefined)(`answering in the console${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  const press = (device: BrowserDevice, name: string) => device.alert.getByRole('button', { name, exact: true }).click()

  it('a paid order shows; accepted on one device, the other falls silent and says who (I9)', async () => {
    const shop = await openShop(browser)
    const counter = await shop.device({ name: '前台' })
    const kitchen = await shop.device({ name: '厨房' })
    const order = await shop.server.api.placePaid({ number: 'A-20260001-0042', remark: '不要香菜' })
    await kitchen.alert.waitFor()
    await counter.alert.waitFor()
    const text = await counter.alert.textContent()
    for (const part of ['0042', 'A-20260001-0042', '不要香菜', '宫保鸡丁', '2×', '¥38.50']) expect(text).toContain(part)
    await press(counter, '接单')
    await kitchen.page.locator('.toast').filter({ hasText: '0042 已接单' }).filter({ hasText: '前台' }).waitFor()
    await kitchen.alert.waitFor({ state: 'detached' })
    await counter.alert.waitFor({ state: 'detached' })
    await shop.orderBecomes(order.id, { status: 3 })
    await counter.page.locator('[data-column="accepted"]').getByText('0042').waitFor()
    expect(shop.complaints).toEqual([])
  })

  it('prints how long after the payment’s 200 the alert is on the screen', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device({
      before: `new MutationObserver(() => {
        if (document.querySelector('dialog[open]')) globalThis.seenAt ??= Date.now()
      }).observe(document, { subtree: true, childList: true, attributes: true })`,
    })
    const times: number[] = []
    for (const number of ['L-1', 'L-2', 'L-3', 'L-4', 'L-5']) {
      await page.evaluate('globalThis.seenAt = undefined')
      const placed = await shop.server.api.place({ number })
      await shop.server.api.notify({ orderNumber: number, amountMinor: placed.amountMinor })
      const paidAt = Date.now()
      await alert.waitFor()
      times.push(Number(await page.evaluate('globalThis.seenAt')) - paidAt)
      await press({ alert } as BrowserDevice, '接单')
      await alert.waitFor({ state: 'detached' })
    }
    process.stdout.write(`payment's 200 → alert on the screen: ${times.join(', ')} ms (negative: before the 200)\n`)
    expect(times).toHaveLength(5)
  })

  it('rejects with a usual reason, and with one of one’s own', async () => {
    const shop = await openShop(browser)
    const device = await shop.device()
    const first = await shop.server.api.placePaid()
    await device.alert.waitFor()
    await press(device, '拒单')
    await press(device, '返回')
    await press(device, '拒单')
    await press(device, '卖完了')
    await device.alert.waitFor({ state: 'detached' })
    await shop.orderBecomes(first.id, { status: 6, reason: '卖完了' })

    const second = await shop.server.api.placePaid()
    await press(device, '拒单')
    await device.alert.getByLabel('其他原因').fill('炉子坏了')
    await press(device, '确定')
    await device.alert.waitFor({ state: 'detached' })
    await shop.orderBecomes(second.id, { status: 6, reason: '炉子坏了' })
  })

  it('an urge tells how often, a cancellation tells to stop; each is noted', async () => {
    const shop = await openShop(browser)
    const device = await shop.device()
    const { api } = shop.server
    const urged = await api.placePaid({ number: 'URGED-0007' })
    await press(device, '接单')
    await device.alert.waitFor({ state: 'detached' })
    // An acceptance that arrives after the urge would answer both.
    await shop.orderBecomes(urged.id, { status: 3 })
    await api.call('POST', `/v1/orders/${urged.id}/urge`, { as: api.orderingKey })
    await device.alert.getByText('第 1 次催单').waitFor()
    expect(await device.alert.getByText('客户催单').count()).toBe(1)
    await press(device, '知道了')
    await device.alert.waitFor({ state: 'detached' })

    const called = await api.placePaid({ number: 'OFF-0008' })
    await device.alert.waitFor()
    await api.call('POST', `/v1/orders/${called.id}/cancel`, { as: api.orderingKey, body: { reason: '点错了' } })
    await device.alert.getByText('请停止制作').waitFor()
    expect(await device.alert.textContent()).toContain('点错了')
    await press(device, '知道了')
    await device.alert.waitFor({ state: 'detached' })
  })

  it('of two orders each can be taken first, later puts one away, and the board keeps it', async () => {
    const shop = await openShop(browser)
    const device = await shop.device()
    for (const number of ['S-0001', 'S-0002']) await shop.server.api.placePaid({ number })
    await device.alert.getByText('第 1 单，共 2 单').waitFor()
    await device.alert.getByRole('button', { name: '新订单 0002' }).click()
    await device.alert.getByText('第 2 单，共 2 单').waitFor()
    await press(device, '接单')
    await device.alert.getByText('S-0001').waitFor()
    await device.alert.getByRole('button', { name: '稍后' }).click()
    await device.alert.waitFor({ state: 'detached' })
    const waiting = device.page.locator('[data-column="waiting"]')
    await waiting.getByText('0001').waitFor()
    await waiting.getByRole('button', { name: '处理' }).click()
    await device.alert.getByText('S-0001').waitFor()
  })

  it('says so when the server did not take an answer, because somebody else was faster', async () => {
    const shop = await openShop(browser)
    const device = await shop.device()
    const other = await shop.server.api.pair(shop.server.storeId, '厨房')
    await device.page.route('**/confirm', (route) => route.abort())
    const order = await shop.server.api.placePaid()
    await press(device, '接单')
    await device.alert.waitFor({ state: 'detached' })
    await shop.server.api.move(other.token, order.id, 'reject', '卖完了')
    await device.page.unroute('**/confirm')
    await device.page.evaluate(`dispatchEvent(new Event('online'))`)
    await device.page.getByText('服务器没有接受这次处理: 订单已经被处理过了').waitFor()
    await shop.orderBecomes(order.id, { status: 6 })
  })

  it('moves orders over the board: sent out, done, cancelled with a reason', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    const column = (name: string) => page.locator(`[data-column="${name}"]`)
    for (const number of ['B-0001', 'B-0002']) {
      await shop.server.api.placePaid({ number })
      await alert.getByRole('button', { name: '接单' }).click()
      await alert.waitFor({ state: 'detached' })
    }
    const card = (name: string, tail: string) => column(name).getByRole('article').filter({ hasText: tail })
    await card('accepted', '0001').getByRole('button', { name: '已送出' }).click()
    const show = (stage: string) => page.locator(`button[data-stage="${stage}"]`).click()
    await show('delivering')
    await card('delivering', '0001').getByRole('button', { name: '完成' }).click()
    await show('done')
    await card('done', '0001').waitFor()
    await show('accepted')
    await card('accepted', '0002').getByRole('button', { name: '详情' }).click()
    const view = page.locator('.order-view')
    await view.getByRole('button', { name: '取消订单' }).click()
    await view.getByRole('button', { name: '顾客要求取消' }).click()
    await view.waitFor({ state: 'detached' })
    await card('accepted', '0002').waitFor({ state: 'detached' })
  })
})
