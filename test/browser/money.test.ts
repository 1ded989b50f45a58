import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFakeProvider } from '../support/fake-provider.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openShop, type Shop } from './support/shop.ts'

/** Long enough for a slip to be read on any machine. */
const LONG_UNDO_MS = 600_000

describe.skipIf(chromiumPath === undefined)(`the money of an order that is called off${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('is told before a rejection and after it, waits at the board’s edge, and is noted as returned', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device({ name: '前台' })
    const order = await shop.server.api.placePaid({ number: 'OWED-0042', amountMinor: 7_700 })
    await alert.getByRole('button', { name: '拒单' }).click()
    await alert.getByText('不会自动退款，需要您手动退款 ¥77.00').waitFor()
    // It goes after some seconds: whoever looks for it later may find nothing.
    const toast = page.locator('.toast').getByText('需要您手动退款 ¥77.00').waitFor()
    await alert.getByRole('button', { name: '卖完了' }).click()
    await toast
    await shop.orderBecomes(order.id, { status: 6 })

    const edge = page.getByRole('button', { name: '待退款 1' })
    await edge.click()
    const sheet = page.getByRole('dialog', { name: '待退款' })
    await sheet.getByText('需要您手动退款 ¥77.00').waitFor()
    // The store has not said that its devices may.
    await sheet.getByText('请管理员登记').waitFor()
    expect(await sheet.getByRole('button', { name: '已手动退' }).count()).toBe(0)

    await allowMarks(shop)
    await page.reload()
    await page.locator('.link-state[data-link="connected"]').waitFor()
    await edge.click()
    await sheet.getByRole('button', { name: '已手动退' }).click()
    await sheet.getByText('¥77.00 已经退给顾客了吗？').waitFor()
    await sheet.getByRole('button', { name: '还没有' }).click()
    await sheet.getByRole('button', { name: '已手动退' }).click()
    await sheet.getByRole('button', { name: '是，已经退了' }).click()
    await sheet.getByText('没有要退的钱。').waitFor()
    await shop.orderBecomes(order.id, { payStatus: 2, refundedMinor: 7_700 })
    await page.keyboard.press('Escape')
    await edge.waitFor({ state: 'detached' })

    await page.getByRole('link', { name: '历史' }).click()
    await page.getByRole('button', { name: '已退款' }).click()
    await page.getByText('已退款 ¥77.00（前台 记为已手动退）').waitFor()
    expect(shop.complaints).toEqual([])
  })

  it('goes back by itself where the server can send it, and the screen says so', async () => {
    const fake = createFakeProvider('standard-webhooks')
    fake.behave = () => 'pends'
    const shop = await openShop(browser, { clients: [fake] })
    const { page, alert } = await shop.device()
    const order = await shop.server.api.placePaid({ amountMinor: 7_700 })
    await alert.getByRole('button', { name: '拒单' }).click()
    await alert.getByText('服务器会自动退款 ¥77.00').waitFor()
    const toast = page.locator('.toast').getByText('正在自动退款 ¥77.00').waitFor()
    await alert.getByRole('button', { name: '卖完了' }).click()
    await toast
    await shop.orderBecomes(order.id, { status: 6 })
    await page.getByRole('button', { name: '待退款 1' }).waitFor()
  })

  it('stands on the slip that can still be taken back, and in the order’s whole view', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device({ undoMs: LONG_UNDO_MS })
    const { api, storeId } = shop.server
    const kitchen = await api.pair(storeId, '厨房')
    const order = await api.placePaid({ number: 'SLIP-0007', amountMinor: 7_700 })
    await alert.waitFor()
    await api.move(kitchen.token, order.id, 'confirm')
    await alert.waitFor({ state: 'detached' })
    await page.locator('.slip-more').first().click()
    const sheet = page.getByRole('dialog')
    await sheet.locator('.story').getByText('需要您手动退款 ¥77.00').waitFor()
    await sheet.getByRole('button', { name: '取消订单' }).click()
    await sheet.locator('.reasons').getByText('需要您手动退款 ¥77.00').waitFor()
    await sheet.locator('.reasons-usual .button').first().click()
    const slip = page.locator('.undo-row[data-move="cancel"]')
    await slip.getByText('手动退款 ¥77.00').waitFor()
    await slip.getByRole('button', { name: '撤销' }).click()
    await slip.waitFor({ state: 'detached' })
  })

  it('is nobody’s guess when the server cannot be asked', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    await page.route('**/attention', (route) => route.abort())
    await shop.server.api.placePaid({ number: 'LOST-0001' })
    await alert.getByRole('button', { name: '拒单' }).click()
    await alert.getByText('现在问不到服务器，不知道钱是自动退还是要手动退').waitFor()
    // The answer does not wait for it.
    await alert.getByRole('button', { name: '卖完了' }).waitFor()
  })

  it('is told to the kitchen when the customer has called the order off', async () => {
    const shop = await openShop(browser)
    const { alert } = await shop.device()
    const { api } = shop.server
    const called = await api.placePaid({ number: 'OFF-0008', amountMinor: 7_700 })
    await alert.waitFor()
    await api.call('POST', `/v1/orders/${called.id}/cancel`, { as: api.orderingKey, body: { reason: '点错了' } })
    await alert.getByText('请停止制作').waitFor()
    await alert.getByText('需要您手动退款 ¥77.00').waitFor()
  })
})

describe.skipIf(chromiumPath === undefined)(`the history${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('says who answered, sums up, refreshes by itself, and finds a phone number by any writing', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    const { api, storeId } = shop.server
    const kitchen = await api.pair(storeId, '厨房')
    const refused = await api.placePaid({
      number: 'H-0001',
      amountMinor: 7_700,
      customer: { name: '王女士', phone: '138 0013 8000' },
    })
    await alert.waitFor()
    await api.move(kitchen.token, refused.id, 'reject', '卖完了')
    await alert.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: '历史' }).click()
    const row = (number: string) => page.locator('.row').filter({ hasText: number })
    await row('H-0001').getByText('厨房').waitFor()
    await row('H-0001').getByText('待手动退款').waitFor()
    await total(page, '共 1 单')
    await total(page, '待退¥77.00')

    const accepted = await api.placePaid({ number: 'H-0002', amountMinor: 1_000 })
    await alert.waitFor()
    await api.move(kitchen.token, accepted.id, 'confirm')
    await alert.waitFor({ state: 'detached' })
    await row('H-0002').getByText('厨房').waitFor()
    await total(page, '共 2 单')
    await total(page, '实收¥10.00')

    await page.getByLabel('手机号或尾号').fill('+86 138-0013-8000')
    await page.getByRole('button', { name: '查找' }).click()
    await row('H-0002').waitFor({ state: 'detached' })
    await row('H-0001').locator('summary').click()
    await row('H-0001').locator('.story').getByText('需要您手动退款 ¥77.00').waitFor()
    expect(shop.complaints).toEqual([])
  })

  it('is saved as a table that no spreadsheet runs', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    const { api, storeId } = shop.server
    const kitchen = await api.pair(storeId, '=cmd|厨房')
    const order = await api.placePaid({ number: 'CSV-0001', remark: '=HYPERLINK("http://evil.invalid")' })
    await alert.waitFor()
    await api.move(kitchen.token, order.id, 'confirm')
    await alert.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: '历史' }).click()
    await page.locator('.row').first().waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '导出表格' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^来单-历史订单-\d{4}-\d\d-\d\d\.csv$/)
    const text = await textOf(await download.createReadStream())
    expect(text.startsWith('\ufeff"订单号"')).toBe(true)
    expect(text).toContain(`"'=HYPERLINK(""http://evil.invalid"")"`)
    expect(text).toContain(`"'=cmd|厨房"`)
    expect(text).toContain('"CNY",38.50,0.00,0.00')
    expect(shop.complaints).toEqual([])
  })
})

async function allowMarks({ server: { api, storeId } }: Shop): Promise<void> {
  const body = { settings: { shopMayMarkRefunds: true } }
  expect((await api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body })).status).toBe(200)
}

/** Waits until the sums of the history say so; a label and its figure stand next to each other. */
async function total(page: Page, text: string): Promise<void> {
  const totals: Locator = page.locator('.history-totals')
  await expect.poll(async () => await totals.textContent(), { timeout: 120_000 }).toContain(text)
}

async function textOf(stream: AsyncIterable<Buffer | string>): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(Buffer.from(part))
  return Buffer.concat(parts).toString()
}
