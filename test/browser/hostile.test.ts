import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CreateOrder } from '../../shared/api/orders.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { widthBeyondScreen } from './support/layout.ts'
import { openShop } from './support/shop.ts'

const HTML = '<img src=x onerror="globalThis.ran=1"><script>globalThis.ran=1</script><style>*{display:none}</style>'
const SHELL = '$(touch /tmp/x); `id`; "; Start-Process calc; (system "id") | & \' \\ %COMSPEC% {{7*7}}'
const BIDI = '\u202Eedisrever\u2066isolated\u200Fيسار\u2069'
const CONTROL = 'a\u0000b\u0007c\u001B[31md\u009Be\nf\u2028g\u0085h\uFEFF'
const ENDLESS = 'W'.repeat(200)
const ZALGO = `e${'\u0301'.repeat(60)}`

/** 10,000 characters, the longest remark there may be. */
const REMARK = `${HTML} ${SHELL} ${BIDI} ${CONTROL} ${ENDLESS} `.repeat(30).slice(0, 10_000)

const HOSTILE: Partial<CreateOrder> = {
  items: [HTML, SHELL, BIDI, CONTROL, ENDLESS, ZALGO].map((name) => ({
    name: name.slice(0, 200),
    quantity: 9_999,
    note: `${HTML}${ENDLESS}`,
  })),
  remark: REMARK,
  customer: { name: HTML.slice(0, 100), phone: '1'.repeat(40), address: `${SHELL}${ENDLESS}${BIDI}` },
}

describe.skipIf(chromiumPath === undefined)(`hostile text in the console${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('is shown as text, runs nothing, loads nothing, and widens no screen at any size', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device({ name: '<b onclick=alert(1)>x' })
    const order = await shop.server.api.placePaid({ ...HOSTILE, number: 'H'.repeat(60) })
    await alert.waitFor()
    const text = (await alert.textContent()) ?? ''
    expect(text).toContain('<img src=x onerror=')
    expect(text).toContain('$(touch /tmp/x)')
    expect(text).toContain('Start-Process calc')
    await expectCalm(page)
    await page.screenshot({ path: 'test-output/console/hostile.alert.png' })

    await page.keyboard.press('End')
    await alert.getByRole('button', { name: '接单' }).click()
    await alert.waitFor({ state: 'detached' })
    await page.locator('[data-column="accepted"]').getByText('HHHH').waitFor()
    await expectCalm(page)
    await page.screenshot({ path: 'test-output/console/hostile.board.png' })
    await page.getByRole('link', { name: '历史' }).click()
    await page.locator('summary').first().click()
    await page.locator('.row-details').waitFor()
    await expectCalm(page)

    const cancel = `/v1/orders/${order.id}/cancel`
    const { api } = shop.server
    await api.call('POST', cancel, { as: api.operatorKey, body: { reason: `${HTML}${CONTROL}`.slice(0, 500) } })
    await alert.or(page.locator('.tag[data-status="6"]')).first().waitFor()
    await expectCalm(page)
    expect(shop.complaints).toEqual([])
  })
})

async function expectCalm(page: Page): Promise<void> {
  for (const size of [
    { width: 1280, height: 800 },
    { width: 640, height: 400 },
    { width: 375, height: 812 },
  ]) {
    await page.setViewportSize(size)
    expect(await widthBeyondScreen(page), `at ${size.width} px`).toBe(0)
  }
  expect(await page.evaluate('globalThis.ran')).toBeUndefined()
  const strange = 'main :is(script, img, style, iframe, b[onclick]), dialog :is(script, img, style, iframe)'
  expect(await page.locator(strange).count()).toBe(0)
  // Nothing that a stranger wrote turns the text around it, nor hides in it.
  expect(await page.locator('#root').textContent()).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
}
