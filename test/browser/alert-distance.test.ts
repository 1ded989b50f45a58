import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SEVEN_DISHES } from './support/alert-orders.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { clippedInAlert, widthBeyondScreen } from './support/layout.ts'
import { openShop } from './support/shop.ts'

/** The width of a 15.6″ screen of 16:9, millimetres. */
const SCREEN_MM = 345.4
/** A character at two metres: a two-hundredth of the distance, millimetres. */
const READABLE_MM = 10
/** The height of a character by its font's size: a Chinese one, and a figure. */
const HAN = 0.9
const FIGURE = 0.7

const PARTS = [
  ['number', '.ticket-tail', FIGURE],
  ['dish', '.item-name', HAN],
  ['note', '.item-note', HAN],
  ['warning', '.warnings', HAN],
  ['waiting time', '.countdown-waited', FIGURE],
  ['time left', '.countdown-time', FIGURE],
] as const

describe.skipIf(chromiumPath === undefined)(`the alert from two metres${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('set to far, its characters are at least 10 mm high on a 15.6″ screen; prints them', async () => {
    const shop = await openShop(browser)
    const { page, alert } = await shop.device()
    await page.getByRole('link', { name: '设置' }).click()
    await page.getByRole('button', { name: '远：灶台' }).click()
    await shop.server.api.placePaid({ ...SEVEN_DISHES, number: 'FAR-0042' })
    await alert.waitFor()
    for (const viewport of [
      { width: 1_366, height: 625 },
      { width: 1_920, height: 950 },
    ]) {
      await page.setViewportSize(viewport)
      const heights = await Promise.all(
        PARTS.map(async ([name, selector, share]) => {
          const size = await page.evaluate<number>(
            `parseFloat(getComputedStyle(document.querySelector('.alert ${selector}')).fontSize)`,
          )
          return [name, Math.round(((size * share * SCREEN_MM) / viewport.width) * 10) / 10] as const
        }),
      )
      const list = heights.map(([name, mm]) => `${name} ${mm}`).join(', ')
      process.stdout.write(`far, ${viewport.width} × ${viewport.height} on 15.6″, mm: ${list}\n`)
      for (const [name, mm] of heights) expect(mm, name).toBeGreaterThanOrEqual(READABLE_MM)
      expect(await widthBeyondScreen(page)).toBe(0)
      expect(await clippedInAlert(page)).toEqual([])
      await page.screenshot({ path: `test-output/alert/far.${viewport.width}x${viewport.height}.png` })
    }
  })
})
