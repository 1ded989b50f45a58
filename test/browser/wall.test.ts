import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GUARD } from '../../desktop/ui/keys/answer-guard.ts'
import { ORDER_STATUS } from '../../shared/order.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { widthBeyondScreen } from './support/layout.ts'
import { openShop, type Shop } from './support/shop.ts'
import { seedWall } from './support/wall-orders.ts'

const WIDE = { viewport: { width: 1920, height: 1080 } }

describe.skipIf(chromiumPath === undefined)(`the wall of tickets${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  async function shopWith(
    count: number,
    more: Parameters<typeof seedWall>[2] = {},
  ): Promise<{ shop: Shop; page: Page }> {
    const shop = await openShop(browser)
    await seedWall(shop, count, more)
    const { page } = await shop.device({ context: WIDE })
    await page.locator('[data-column="accepted"] .slip').first().waitFor()
    return { shop, page }
  }

  /** The numbers of the tickets on the page that is seen. */
  const numbers = (page: Page) => page.locator('.slip .card-tail').allTextContents()
  const pageNumber = async (page: Page) => (await page.locator('.bar .pager p').textContent()) ?? ''

  it('233 orders under way: every one is counted, and reached page by page', async () => {
    const { page } = await shopWith(233)
    const stage = page.locator('button[data-stage="accepted"] b')
    await expect.poll(() => stage.textContent()).toBe('233')
    const seen = new Set<string>()
    const next = page.locator('.bar .pager').getByRole('button', { name: '下一页' })
    for (let turned = 0; turned < 233; turned++) {
      for (const number of await numbers(page)) seen.add(number)
      if (await next.isDisabled()) break
      const before = await pageNumber(page)
      await next.click()
      await expect.poll(() => pageNumber(page)).not.toBe(before)
    }
    expect(seen.size).toBe(233)
  })

  it('shows every dish and every note, warnings first, and cuts none: seven dishes at 911 × 417 and at 200 %', async () => {
    const items = Array.from({ length: 7 }, (_, index) => ({
      name: `第${index + 1}道菜`,
      quantity: index + 1,
      note: index === 6 ? '一份不放花生' : undefined,
    }))
    const { page } = await shopWith(1, { items, remark: '对花生过敏' })
    for (const size of [
      { width: 1366, height: 625 },
      { width: 911, height: 417 },
      { width: 640, height: 400 },
      { width: 360, height: 640 },
    ]) {
      await page.setViewportSize(size)
      const slip = page.locator('.slip')
      expect(await slip.locator('.slip-dish').count()).toBe(7)
      const last = slip.getByText('一份不放花生').last()
      await last.scrollIntoViewIfNeeded()
      expect(await slip.locator('.slip-below').count(), `at ${size.width} px`).toBe(0)
      expect(await widthBeyondScreen(page), `at ${size.width} px`).toBe(0)
    }
    expect(await page.locator('.slip-body > :first-child').textContent()).toContain('一份不放花生')
  })

  it('what the heights of tickets are reckoned from is what a browser draws: none is cut on any page, near or far', async () => {
    const { page } = await shopWith(24)
    const cut = `[...document.querySelectorAll('.slip')].filter((slip) => {
      const body = slip.querySelector('.slip-body')
      return body.scrollHeight > body.clientHeight + 4
    }).map((slip) => slip.getAttribute('aria-label'))`
    const next = page.locator('.bar .pager').getByRole('button', { name: '下一页' })
    for (const distance of ['near', 'far']) {
      for (const size of [WIDE.viewport, { width: 1366, height: 768 }, { width: 768, height: 1024 }]) {
        await page.setViewportSize({ width: 300, height: 300 })
        await page.evaluate(`document.documentElement.dataset.distance = '${distance}'`)
        await page.setViewportSize(size)
        await page.locator('.wall-cells[data-laid="true"]').waitFor()
        const first = page.locator('.bar .pager').getByRole('button', { name: '上一页' })
        while (await first.isEnabled()) await first.click()
        for (let turned = 0; turned < 24; turned++) {
          expect(await page.evaluate(cut), `${distance}, ${size.width} px, page ${turned + 1}`).toEqual([])
          if (await next.isDisabled()) break
          await next.click()
        }
      }
    }
  })

  it('an urged order stands once, first on the wall, with the button that answers it', async () => {
    const { shop, page } = await shopWith(20)
    const urged = '0017'
    const order = await shop.server.running.ctx.db.read.get<{ id: number }>('SELECT id FROM orders WHERE number = ?', [
      `W-${urged}`,
    ])
    const { api } = shop.server
    await api.call('POST', `/v1/orders/${order?.id}/urge`, { as: api.orderingKey })
    const alert = page.getByRole('alertdialog')
    await alert.getByRole('button', { name: '稍后' }).click()
    await expect.poll(async () => (await numbers(page))[0]).toBe(urged)
    expect(await page.getByRole('article').filter({ hasText: urged }).count()).toBe(1)
    await page.getByRole('button', { name: '下一页' }).click()
    await page.locator('.lane .wait').filter({ hasText: urged }).waitFor()
    expect(await page.getByRole('article').filter({ hasText: urged }).count()).toBe(1)
  })

  it('digits pick, Enter answers the picked one, Esc picks none; arrows and pages lead on', async () => {
    const { shop, page } = await shopWith(20, { items: [{ name: '牛肉面', quantity: 1 }] })
    await page.clock.install()
    const picked = () =>
      page.evaluate(`document.activeElement.closest('.slip')?.querySelector('.card-tail').textContent`)
    const press = async (key: string) => {
      await page.clock.runFor(GUARD.keyQuiet)
      await page.keyboard.press(key)
    }
    const shown = await numbers(page)
    await press('3')
    expect(await picked()).toBe(shown[2])
    await press('ArrowRight')
    expect(await picked()).toBe(shown[3])
    await press('ArrowDown')
    expect(await picked()).toBe(shown[7])
    await press('ArrowRight')
    await expect.poll(() => pageNumber(page)).toContain('第 2')
    await press('PageUp')
    await press('Escape')
    expect(await picked()).toBeUndefined()
    await press('ArrowRight')
    await expect.poll(() => pageNumber(page)).toContain('第 2')
    await press('ArrowLeft')
    await expect.poll(() => pageNumber(page)).toContain('第 1')
    await press('?')
    await page.getByRole('dialog', { name: '按键' }).waitFor()
    await press('Escape')
    await press('2')
    const order = await page.locator('.slip').nth(1).getAttribute('data-order')
    await press('Enter')
    await expect
      .poll(
        async () =>
          (await shop.server.api.call('GET', `/v1/orders/${order}`, { as: shop.server.api.orderingKey })).body,
      )
      .toMatchObject({ status: expect.toSatisfy((status: number) => status >= ORDER_STATUS.delivering) })
  })

  it('a scanner answers nothing: its digits pick no ticket, its Enter comes too soon, and neither works in a field', async () => {
    const { shop, page } = await shopWith(9)
    await page.clock.install()
    await page.keyboard.type('6901234567892')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(`document.activeElement.closest('.slip')`)).toBeNull()
    await page.clock.runFor(GUARD.keyQuiet)
    await page.keyboard.press('1')
    await page.keyboard.press('Enter')
    await page.getByText('按键太急').waitFor()
    await page.getByRole('link', { name: '历史' }).click()
    await page.clock.runFor(GUARD.keyQuiet)
    await page.locator('.field').first().fill('1')
    await page.keyboard.press('Enter')
    const { orders } = (await shop.server.api.call('GET', '/v1/orders?status=4,5', { as: shop.server.api.operatorKey }))
      .body as { orders: unknown[] }
    expect(orders).toEqual([])
  })

  it('a dish is struck off, stays so over a reload, and leaves the totals; totals find their tickets', async () => {
    const { page } = await shopWith(3, { items: [{ name: '红烧肉', quantity: 2 }] })
    const rail = page.getByRole('complementary', { name: '菜品合计' })
    await rail.getByText('6', { exact: true }).waitFor()
    await page.locator('.slip-dish').first().click()
    await rail.getByText('4', { exact: true }).waitFor()
    await page.reload()
    await rail.getByText('4', { exact: true }).waitFor()
    expect(await page.locator('.slip-dish[aria-pressed="true"]').count()).toBe(1)
    // The first press after a reload unlocks the sound, and what stood below its banner moves up.
    await page.locator('.bar-waiting').click()
    await page.locator('.banner[data-tone="alarm"]').waitFor({ state: 'detached' })
    await rail.getByRole('button', { name: '红烧肉' }).click()
    await page.locator('.slip[data-holds="true"]').nth(2).waitFor()
  })

  it('filters by fulfilment, and the verb is that of the fulfilment', async () => {
    const { page } = await shopWith(12)
    for (const [kind, verb] of [
      ['外卖', '已送出'],
      ['自取', '已取走'],
      ['堂食', '上菜'],
    ] as const) {
      await page.locator('.bar-kinds').getByRole('button', { name: kind }).click()
      const verbs = await page.locator('.slip-verb').allTextContents()
      expect(new Set(verbs)).toEqual(new Set([verb]))
      expect(verbs).toHaveLength(4)
    }
  })

  it('the full view of an order says who answered, which device told it, and where the money is', async () => {
    const { page } = await shopWith(1)
    await page.getByRole('button', { name: '详情' }).click()
    const view = page.locator('.order-view')
    await view.getByText('已收款').waitFor()
    const text = (await view.textContent()) ?? ''
    for (const part of ['W-0001', '接单', '厨房', '付款', '它等着的时候，没有设备连着']) expect(text).toContain(part)
    await page.keyboard.press('Escape')
    await view.waitFor({ state: 'detached' })
  })
})
