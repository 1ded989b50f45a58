import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Locale } from '../../shared/locales.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { widthBeyondScreen } from './support/layout.ts'
import { openShop } from './support/shop.ts'
import { seedWall } from './support/wall-orders.ts'

const FOLDER = 'test-output/wall'
const SIZES = [
  { width: 1920, height: 1080 },
  { width: 1366, height: 625 },
  { width: 768, height: 1024 },
  { width: 360, height: 640 },
] as const
/** On the real server; in every look: views.test.ts. */
const LOOKS: readonly [Locale, 'light' | 'dark'][] = [
  ['zh-CN', 'dark'],
  ['en', 'dark'],
]
const RUSH = 12

describe.skipIf(chromiumPath === undefined)(`the wall, seen${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it.each(LOOKS)(
    'in %s, %s: an empty one and a rush, wider than no screen; pictures in test-output/',
    async (locale, theme) => {
      const shop = await openShop(browser)
      const { page, alert } = await shop.device({
        locale,
        context: { colorScheme: theme, reducedMotion: 'reduce', viewport: SIZES[0] },
      })
      const take = async (name: string) => {
        for (const size of SIZES) {
          await page.setViewportSize(size)
          // The wall is laid anew once the window has its size.
          await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
          expect(await widthBeyondScreen(page), `${name} at ${size.width} px`).toBe(0)
          await page.screenshot({ path: `${FOLDER}/${name}.${locale}.${theme}.${size.width}.png` })
        }
        await page.setViewportSize(SIZES[0])
      }
      await page.locator('.wall-empty').waitFor()
      await take('empty')

      await seedWall(shop, RUSH)
      const { api, running } = shop.server
      const urged = await running.ctx.db.read.get<{ id: number }>(`SELECT id FROM orders WHERE number = 'W-0003'`)
      await api.call('POST', `/v1/orders/${urged?.id}/urge`, { as: api.orderingKey })
      await api.placePaid({ number: 'N-0051', remark: '对花生过敏，千万不要放花生' })
      await page
        .locator('button[data-stage="accepted"] b')
        .filter({ hasText: String(RUSH) })
        .waitFor()
      await alert.locator('.button.later').click()
      await alert.locator('.button.later').click()
      await alert.waitFor({ state: 'detached' })
      await page.locator('.slip[data-urged="true"]').waitFor()
      await take('rush')
      expect(shop.complaints).toEqual([])
    },
  )
})
