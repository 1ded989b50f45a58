import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CreateOrder } from '../../shared/api/orders.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { widthBeyondScreen } from './support/layout.ts'
import { openShop } from './support/shop.ts'

/** A text of `length` characters with its name at the end, where a cut would take it away. */
const ending = (name: string, length: number, filler = '<b>好吃</b> ') =>
  filler.repeat(length).slice(0, length - name.length) + name

/** The longest order that the server takes, every text as long as it may be; what is to be found stands at the ends. */
const LONGEST: Partial<CreateOrder> = {
  number: 'N'.repeat(64),
  items: Array.from({ length: 200 }, (_, i) => ({
    name: ending(`name-${i}-end`, 200),
    quantity: 1,
    note: ending(`，对花生过敏 note-${i}-end`, 500),
  })),
  remark: ending('remark-end', 10_000, '多谢老板 '),
  customer: {
    name: ending('customer-end', 100),
    phone: ending('phone-end', 40),
    address: ending('address-end', 500),
  },
}
const ENDS = ['remark-end', 'name-0-end', 'note-0-end', 'name-199-end', 'note-199-end', 'phone-end', 'address-end']

/** A browser that has forgotten how to write money: every alert with an amount fails to be drawn. */
const NO_MONEY = `
  Intl.NumberFormat = class {
    constructor() {
      throw new RangeError('Invalid currency code')
    }
  }
`

describe.skipIf(chromiumPath === undefined)(`the whole of the longest order${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('is on the alert after one touch, its warnings before its dishes, and widens no screen', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    await shop.server.api.placePaid(LONGEST)
    await alert.waitFor()
    const cut = (await alert.textContent()) ?? ''
    expect(cut).toContain('对花生过敏')
    expect(cut.indexOf('对花生过敏')).toBeLessThan(cut.indexOf('多谢老板'))
    await touch(alert)
    await expectWhole(alert)
    await expectNarrow(page)
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.screenshot({ path: 'test-output/console/whole-order.png' })
    expect(shop.complaints).toEqual([])
  })

  it('is in the history after one touch, and in the plain screen after one', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    await shop.server.api.placePaid(LONGEST)
    await alert.waitFor()
    await page.getByRole('link', { name: '历史' }).dispatchEvent('click')
    const row = page.locator('details').first()
    await row.locator('summary').dispatchEvent('click')
    await expectWhole(row)

    await page.evaluate(NO_MONEY)
    await shop.server.api.placePaid({ number: 'NEXT-1' })
    await page.getByRole('alert').getByText('画面出了问题').waitFor()
    const card = page.getByRole('article').filter({ hasText: 'NNNN' })
    expect(await card.textContent()).toContain('对花生过敏')
    await touch(card)
    await expectWhole(card)
    await expectNarrow(page)
  })

  it('is on the board: the waiting card opens it whole, and an accepted ticket and its details have all of it', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    const { api } = shop.server
    const { token } = await api.pair(shop.server.storeId, '厨房')
    const order = await api.placePaid(LONGEST)
    await alert.getByRole('button', { name: /稍后/ }).click()
    const card = page.getByRole('article').filter({ hasText: '对花生过敏' })
    await card.getByRole('button', { name: '处理' }).click()
    await expectWhole(alert)

    await api.move(token, order.id, 'confirm')
    await alert.waitFor({ state: 'detached' })
    const onTicket = ENDS.filter((end) => /remark|name|note/.test(end))
    for (const end of onTicket) await expect.poll(() => card.textContent(), { message: end }).toContain(end)
    await card.getByRole('button', { name: /详情/ }).dispatchEvent('click')
    await expectWhole(page.getByRole('dialog'))
  })

  it('says when it cannot be read, and is read by the next touch', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    await shop.server.api.placePaid(LONGEST)
    await alert.waitFor()
    await page.route(/\/v1\/orders\/\d+$/, (route) => route.abort(), { times: 1 })
    await touch(alert)
    await alert.getByRole('button', { name: '没有读到，再试一次' }).click()
    await expectWhole(alert)
  })
})

/** Touches what shows the whole order. */
async function touch(place: Locator): Promise<void> {
  await place.getByRole('button', { name: /看全单/ }).click()
}

/** Waits until every end of the order is there, and nothing that still offers more. */
async function expectWhole(place: Locator): Promise<void> {
  for (const end of ENDS) await expect.poll(() => place.textContent(), { message: end }).toContain(end)
  expect(await place.getByRole('button', { name: /看全单|全文/ }).count()).toBe(0)
}

async function expectNarrow(page: Page): Promise<void> {
  for (const size of [
    { width: 1280, height: 800 },
    { width: 375, height: 812 },
  ]) {
    await page.setViewportSize(size)
    expect(await widthBeyondScreen(page), `at ${size.width} px`).toBe(0)
  }
}
