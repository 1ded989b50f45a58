import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Locale } from '../../shared/locales.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { widthBeyondScreen } from './support/layout.ts'
import { openShop } from './support/shop.ts'

const SIZES = [
  { width: 360, height: 640 },
  { width: 768, height: 1024 },
  { width: 1366, height: 625 },
  { width: 1920, height: 1080 },
]
/** Of a store that names none. */
const STORE_ZONE = 'Asia/Shanghai'
const LOOKS: readonly [Locale, 'light' | 'dark'][] = [
  ['zh-CN', 'light'],
  ['zh-CN', 'dark'],
  ['en', 'light'],
  ['en', 'dark'],
]

describe.skipIf(chromiumPath === undefined)(`the lamps${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  const lamp = (page: Page, about: string) => page.locator(`.lamp[data-about="${about}"]`)

  it('explain themselves and how to mend them, by keyboard alone; what loses orders is a bar, and no lamp', async () => {
    const shop = await openShop(browser, { env: { SPEECH: 'off' } })
    const { page } = await shop.device()
    // This machine's Chromium has no voice, and the server does not speak for it: a fault, but the bell rings.
    const sound = lamp(page, 'sound')
    await expect.poll(() => sound.getAttribute('data-tone')).toBe('warn')
    expect(await page.getByRole('alert').count()).toBe(0)
    await sound.focus()
    await page.keyboard.press('Enter')
    const card = page.getByRole('region', { name: '铃声' })
    await card.getByText('请在系统里添加中文语音').waitFor()
    expect(await sound.getAttribute('aria-expanded')).toBe('true')
    await page.keyboard.press('Escape')
    await card.waitFor({ state: 'detached' })
    expect(await page.evaluate('document.activeElement.dataset.about')).toBe('sound')

    await lamp(page, 'link').click()
    await page.getByRole('region', { name: '网络' }).getByText('连接正常').waitFor()
    await page.locator('h1').first().dispatchEvent('pointerdown')
    await page.getByRole('region', { name: '网络' }).waitFor({ state: 'detached' })

    await page.reload()
    await page.getByRole('alert').filter({ hasText: '来单不会响' }).getByRole('button', { name: '打开声音' }).click()
    await page.getByRole('alert').waitFor({ state: 'detached' })
    expect(shop.complaints).toEqual([])
  })

  it('times are the store’s on a device that stands in another zone: the clock, a mute, an order', async () => {
    const shop = await openShop(browser, { env: { SPEECH: 'off' } })
    const { page, alert } = await shop.device()
    const zone = await page.context().newCDPSession(page)
    await zone.send('Emulation.setTimezoneOverride', { timezoneId: 'America/New_York' })
    await page.reload()
    await page.getByRole('button', { name: '打开声音' }).click()
    const inStore = (at: number) =>
      new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: STORE_ZONE }).format(at)
    await page.getByRole('link', { name: '设置' }).click()
    await page.getByRole('button', { name: '静音 30 分钟' }).click()
    const muted = await lamp(page, 'sound').filter({ hasText: '已静音到' }).textContent()
    const [until = ''] = /\d\d:\d\d/.exec(muted ?? '') ?? []
    // The server's time passes slowly here, and the device's is right.
    const near = Array.from({ length: 12 }, (_, minutes) => inStore(Date.now() + (30 - minutes) * 60_000))
    expect(near).toContain(until)
    expect(await page.getByRole('status').filter({ hasText: '已静音到' }).textContent()).toContain(until)
    await lamp(page, 'sound').click()
    await page.getByRole('button', { name: '恢复声音' }).last().click()
    await page.getByRole('link', { name: '看板' }).click()
    await shop.server.api.placePaid({ number: 'ZONE-0001' })
    await alert.getByRole('button', { name: '接单' }).click()
    await page.locator('[data-column="accepted"]').getByText('0001').waitFor()
    const clock = (await page.locator('.lamp-time').textContent()) ?? ''
    const [hour = ''] = clock.split(':')
    const hours = [0, 1].map((before) => inStore(Date.now() - before * 3_600_000).slice(0, 2))
    expect(hours).toContain(hour)
    for (const time of await page.locator('[data-column="accepted"] time').allTextContents())
      if (/^\d\d:\d\d$/.test(time)) expect(hours).toContain(time.slice(0, 2))
  })

  it.each(LOOKS)('in %s, %s, at four sizes: pictures in test-output/', { timeout: 400_000 }, async (locale, theme) => {
    const shop = await openShop(browser, { env: { SPEECH: 'off' } })
    const { page } = await shop.device({ locale, context: { colorScheme: theme, reducedMotion: 'reduce' } })
    const take = async (name: string) => {
      for (const size of SIZES) {
        await page.setViewportSize(size)
        expect(await widthBeyondScreen(page), `${name} at ${size.width} px`).toBe(0)
        await page.screenshot({ path: `test-output/lamps/${name}.${locale}.${theme}.${size.width}.png` })
      }
    }
    await expect.poll(() => lamp(page, 'sound').getAttribute('data-tone')).toBe('warn')
    await take('board')
    await lamp(page, 'sound').click()
    await page.locator('.lamp-card').waitFor()
    await take('card')
    await page.keyboard.press('Escape')
    await shop.server.stop()
    await page.locator('.banner-ticking').waitFor()
    await take('offline')
    expect(shop.complaints).toEqual([])
  })
})
