import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Locale } from '../../shared/locales.ts'
import { HOSTILE_DISHES, SEVEN_DISHES, SEVEN_DISHES_EN } from './support/alert-orders.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { clippedInAlert, widthBeyondScreen } from './support/layout.ts'
import { openShop } from './support/shop.ts'

const FOLDER = 'test-output/alert'
const SIZES = [
  { width: 360, height: 640 },
  { width: 768, height: 1_024 },
  { width: 1_366, height: 625 },
  { width: 1_920, height: 1_080 },
]
/** Sizes between and beyond, which nobody looks at and in which nothing may be lost either. */
const MORE_SIZES = [
  { width: 640, height: 400 },
  { width: 911, height: 417 },
  { width: 812, height: 375 },
  { width: 1_280, height: 800 },
  { width: 2_560, height: 1_440 },
]
/** On the real server; in every look: views.test.ts. */
const LOOKS: readonly [Locale, 'light' | 'dark'][] = [
  ['zh-CN', 'light'],
  ['en', 'dark'],
]
const NAMES = {
  'zh-CN': [
    [
      { name: '牛肉面', quantity: 2 },
      { name: '卤蛋', quantity: 2 },
    ],
    [{ name: '番茄鸡蛋面', quantity: 1 }],
  ],
  en: [
    [
      { name: 'Beef noodles', quantity: 2 },
      { name: 'Soy egg', quantity: 2 },
    ],
    [{ name: 'Tomato noodles', quantity: 1 }],
  ],
}

describe.skipIf(chromiumPath === undefined)(`pictures of the alert and of its list${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it.each(LOOKS)('in %s, %s: nothing is clipped or wider than the screen', async (locale, theme) => {
    const shop = await openShop(browser)
    const context = { colorScheme: theme, reducedMotion: 'reduce', viewport: { width: 1280, height: 800 } } as const
    const { page, alert } = await shop.device({ locale, context })
    const look = `${locale}.${theme}`
    const { api } = shop.server
    const number = (n: number) => `M-20261127-00${n}`
    const seven = locale === 'en' ? SEVEN_DISHES_EN : SEVEN_DISHES
    const [noodles = [], tomato = []] = NAMES[locale]

    await api.placePaid({ ...seven, number: number(42) })
    await alert.waitFor()
    await takeAll(page, `order.${look}`)
    const urged = await api.placePaid({ number: number(43), items: noodles, amountMinor: 3_850, fulfilment: 'pickup' })
    await alert.locator('.waiting-place').waitFor()
    await takeAll(page, `order-of-two.${look}`)

    await api.placePaid({ number: number(44), items: tomato, amountMinor: 2_600, fulfilment: 'dine_in' })
    await api.placePaid({ number: number(45), items: noodles, amountMinor: 3_850 })
    const gone = await api.placePaid({ number: number(46), items: tomato, amountMinor: 2_600 })
    await api.call('POST', `/v1/orders/${urged.id}/urge`, { as: api.orderingKey })
    await api.call('POST', `/v1/orders/${gone.id}/cancel`, { as: api.orderingKey, body: { reason: 'test' } })
    await alert.locator('.waiting-row').nth(5).waitFor()
    await takeAll(page, `list.${look}`)
    await alert.locator('.waiting-row .insistence').first().waitFor()
    await alert.locator('.waiting-row[data-kind="cancel"] .waiting-open').click()
    await alert.locator('.insistence').waitFor()
    await takeAll(page, `cancelled.${look}`)
    expect(shop.complaints).toEqual([])
  })

  it('of hostile and very long text', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    const { api } = shop.server
    await api.placePaid({ ...HOSTILE_DISHES, number: 'H'.repeat(60) })
    await alert.waitFor()
    await takeAll(page, 'hostile')
    for (const n of [1, 2]) await api.placePaid({ ...HOSTILE_DISHES, number: `HOSTILE-${n}` })
    await alert.locator('.waiting-row').nth(2).waitFor()
    await takeAll(page, 'hostile-list')
    expect(await page.evaluate('globalThis.ran')).toBeUndefined()
  })
})

async function takeAll(page: Page, name: string): Promise<void> {
  for (const size of [...SIZES, ...MORE_SIZES]) {
    await page.setViewportSize(size)
    if (SIZES.includes(size)) await page.screenshot({ path: `${FOLDER}/${name}.${size.width}x${size.height}.png` })
    const at = `${name} at ${size.width} × ${size.height}`
    expect.soft(await widthBeyondScreen(page), at).toBe(0)
    expect.soft(await clippedInAlert(page), at).toEqual([])
  }
}
