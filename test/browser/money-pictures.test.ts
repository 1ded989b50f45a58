import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Locale } from '../../shared/locales.ts'
import { type Behaviour, createFakeProvider } from '../support/fake-provider.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { widthBeyondScreen } from './support/layout.ts'
import { openShop, type Shop } from './support/shop.ts'

const FOLDER = 'test-output/money'
const SIZES = [
  { width: 1920, height: 1080 },
  { width: 1366, height: 625 },
  { width: 768, height: 1024 },
  { width: 360, height: 640 },
] as const
const LOOKS: readonly [Locale, 'light' | 'dark'][] = [
  ['zh-CN', 'light'],
  ['zh-CN', 'dark'],
  ['en', 'light'],
  ['en', 'dark'],
]
/** Long enough for a slip to be photographed on any machine. */
const LONG_UNDO_MS = 600_000
/** The provider's treatment of the refund of each order, by its number. */
const FATES: Readonly<Record<string, Behaviour>> = {
  'REF-0010': 'refuses',
  'REF-0011': 'pends',
  'REF-0012': 'refuses',
  'REF-0013': 'succeeds',
}

describe.skipIf(chromiumPath === undefined)(`the money, seen${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it.each(LOOKS)('in %s, %s: what goes back by hand, before the answer and on the slip', async (locale, theme) => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device({
      locale,
      undoMs: LONG_UNDO_MS,
      context: { colorScheme: theme, reducedMotion: 'reduce', viewport: SIZES[0] },
    })
    const take = (name: string) => takePictures(page, `${name}.${locale}.${theme}`)
    const { api } = shop.server
    await api.placePaid({ number: 'REF-0042', amountMinor: 7_700, remark: locale === 'en' ? 'no onions' : '不要葱' })
    await alert.locator('.button.reject').click()
    await alert.locator('.money-line[data-tone="hand"]').waitFor()
    await take('before-by-hand')
    await alert.locator('.reasons-usual .button').first().click()
    await page.locator('.money-slip[data-tone="hand"]').waitFor()
    await take('slip-by-hand')
    await page.locator('.undo-row .undo-button').click()

    await page.route('**/attention', (route) => route.abort())
    await alert.locator('.button.reject').click()
    await alert.locator('.money-line[data-tone="unsure"]').waitFor()
    await take('before-unreachable')
    await page.unroute('**/attention')
    expect(shop.complaints).toEqual([])
  })

  it.each(LOOKS)(
    'in %s, %s: every state of a refund, at the edge, in the order and in the history',
    async (locale, theme) => {
      const fake = createFakeProvider('standard-webhooks')
      fake.behave = ({ orderNumber }) => FATES[orderNumber] ?? 'pends'
      const shop = await openShop(browser, { clients: [fake] })
      const { page, alert } = await shop.device({
        locale,
        context: { colorScheme: theme, reducedMotion: 'reduce', viewport: SIZES[0] },
      })
      const take = (name: string, part?: Locator) => takePictures(page, `${name}.${locale}.${theme}`, part)
      const { api, storeId, running } = shop.server
      const body = { settings: { shopMayMarkRefunds: true } }
      await api.call('PATCH', `/v1/stores/${storeId}`, { as: api.operatorKey, body })
      await seedRefunds(shop)
      const states = async () =>
        (await running.ctx.db.read.all<{ state: string }>('SELECT state FROM payments'))
          .map(({ state }) => state)
          .toSorted()
      await expect
        .poll(states, { timeout: 120_000 })
        .toEqual(['applied', 'refund_due', 'refund_due', 'refunded', 'refunding', 'review'])

      // As if no client of its provider had been set up.
      await running.ctx.db.write((tx) =>
        tx.run(`UPDATE payments SET refund_fault = 'by_hand' WHERE order_number = 'REF-0010'`),
      )
      await page.reload()
      await page.locator('.link-state[data-link="connected"]').waitFor()
      await page.locator('.bar-refunds b').filter({ hasText: '4' }).waitFor()
      await page.locator('[data-column="accepted"] .slip').first().waitFor()
      await take('edge')
      await page.locator('.bar-refunds').press('Enter')
      await page.locator('.refund').nth(3).waitFor()
      await page.locator('.refund[data-state="failed"] .refund-mark .button').first().click()
      await page.locator('.refund-question').waitFor()
      await take('list')
      await page.keyboard.press('Escape')

      await page.locator('.slip-more').first().click()
      await page.locator('.story .money-line').first().waitFor()
      await take('order', page.locator('.story .money-line').first())
      await page.locator('.card-actions .button.quiet').click()
      await page.locator('.reasons .money-line[data-tone="machine"]').waitFor()
      await take('before-automatic', page.locator('.reasons'))
      await page.keyboard.press('Escape')

      await page.locator('nav a').nth(1).click()
      await page.locator('.row').nth(4).waitFor()
      await page.locator('.history-totals dd').nth(1).waitFor()
      await take('history', page.locator('.row').first())
      await page.locator('.row').filter({ hasText: 'REF-0012' }).locator('summary').click()
      await page.locator('.row .refund').waitFor()
      await take('history-row', page.locator('.row .refund'))
      for (const [nth, name] of [
        [1, 'history-open'],
        [2, 'history-done'],
      ] as const) {
        await page.locator('.history-parts button').nth(nth).click()
        await page.locator('.refund').first().waitFor()
        await take(name)
      }

      const called = await api.placePaid({ number: 'REF-0099', amountMinor: 7_700 })
      await alert.waitFor()
      await api.call('POST', `/v1/orders/${called.id}/cancel`, { as: api.orderingKey, body: { reason: '点错了' } })
      await alert.locator('.money-line[data-tone="machine"]').waitFor()
      await take('cancelled')
      expect(shop.complaints).toEqual([])
    },
  )
})

/** Money in every state: by hand, failed, under way, in review, back; and an order that is being made. */
async function seedRefunds(shop: Shop): Promise<void> {
  const { api, storeId, running } = shop.server
  const { token } = await api.pair(storeId, '厨房')
  for (const number of ['REF-0010', 'REF-0011', 'REF-0012', 'REF-0013']) {
    const order = await api.placePaid({ number, amountMinor: 7_700 })
    await api.move(token, order.id, 'reject', '卖完了')
  }
  const made = await api.placePaid({ number: 'REF-0020', amountMinor: 12_800 })
  await api.move(token, made.id, 'confirm')
  await running.ctx.db.write((tx) =>
    tx.run(
      `INSERT INTO payments (id, provider, transaction_id, order_number, order_id, amount_minor, currency, state,
                             review_reason, paid_at, recorded_at)
       SELECT 'py_zz', provider, 'second', order_number, order_id, amount_minor, currency, 'review',
              'order_already_paid', paid_at, recorded_at FROM payments WHERE order_id = ?`,
      [made.id],
    ),
  )
}

/** Takes a picture of each size, with `part` of the page on it. */
async function takePictures(page: Page, name: string, part?: Locator): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size)
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
    await part?.scrollIntoViewIfNeeded()
    expect(await widthBeyondScreen(page), `${name} at ${size.width} px`).toBe(0)
    await page.screenshot({ path: `${FOLDER}/${name}.${size.width}.png` })
  }
  await page.setViewportSize(SIZES[0])
  // A press must not meet a layout that is still on its way back.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
}
