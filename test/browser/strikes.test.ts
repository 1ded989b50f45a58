import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openShop } from './support/shop.ts'
import { seedWall } from './support/wall-orders.ts'

const WIDE = { viewport: { width: 1920, height: 1080 } }
/** A machine under load may need this long for what takes milliseconds. */
const PATIENCE = { timeout: 120_000 }

describe.skipIf(chromiumPath === undefined)(`dishes that are struck off${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  /** A store with one order of two dishes, and the boards of two browsers. */
  async function twoBoards() {
    const shop = await openShop(browser)
    await seedWall(shop, 1, {
      items: [
        { name: '红烧肉', quantity: 2 },
        { name: '米饭', quantity: 3 },
      ],
    })
    const boards = await Promise.all(
      ['前台', '后厨'].map(async (name) => {
        const { page, context } = await shop.device({ name, context: WIDE })
        await page.locator('.slip-dish').nth(1).waitFor()
        return { page, context }
      }),
    )
    const [front, kitchen] = boards
    if (front === undefined || kitchen === undefined) throw new Error('two boards were asked for')
    return { shop, front, kitchen }
  }

  const press = (page: Page, line: number) => page.locator('.slip-dish').nth(line).click()
  const pressed = (page: Page) =>
    page.locator('.slip-dish').evaluateAll((dishes) => dishes.map((dish) => dish.getAttribute('aria-pressed')))

  it('are struck off on the store’s other devices at once, and in their totals; each can take it back', async () => {
    const { front, kitchen, shop } = await twoBoards()
    await press(kitchen.page, 0)
    await expect.poll(() => pressed(front.page), PATIENCE).toEqual(['true', 'false'])
    await expect.poll(() => front.page.locator('.rail-sum').allTextContents(), PATIENCE).toEqual(['3'])
    await press(front.page, 0)
    await expect.poll(() => pressed(kitchen.page), PATIENCE).toEqual(['false', 'false'])
    expect(await pressed(front.page)).toEqual(['false', 'false'])
    expect(shop.complaints).toEqual([])
  })

  it('by a device without a network are sent when it has one again; it sees what others did meanwhile', async () => {
    const { front, kitchen } = await twoBoards()
    await kitchen.context.setOffline(true)
    await press(kitchen.page, 0)
    expect(await pressed(kitchen.page)).toEqual(['true', 'false'])
    await press(front.page, 1)
    await expect.poll(() => pressed(front.page), PATIENCE).toEqual(['false', 'true'])
    await kitchen.context.setOffline(false)
    await expect.poll(() => pressed(front.page), PATIENCE).toEqual(['true', 'true'])
    await expect.poll(() => pressed(kitchen.page), PATIENCE).toEqual(['true', 'true'])
  })

  it('by another program in part show what is left', async () => {
    const { front, shop } = await twoBoards()
    const { api, storeId } = shop.server
    const { token } = await api.pair(storeId, '打印机')
    const { body } = await api.call('GET', '/v1/orders?status=3', { as: token })
    const [order] = (body as { orders: { id: number }[] }).orders
    await api.call('POST', `/v1/orders/${order?.id}/strikes`, {
      as: token,
      body: { lines: [{ line: 1, portions: 1 }] },
    })
    await expect.poll(() => pressed(front.page), PATIENCE).toEqual(['false', 'mixed'])
    expect(await front.page.locator('.slip-dish b').allTextContents()).toEqual(['2', '2/3'])
    await press(front.page, 1)
    await expect.poll(() => pressed(front.page), PATIENCE).toEqual(['false', 'true'])
  })
})
