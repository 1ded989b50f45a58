import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openViews, resize } from './support/views-page.ts'

/** A screen of 15.6″ and 16:9: its width in pixels and millimetres. */
const SCREEN = { width: 1_920, height: 1_080, mm: 345.4 }
/** A character at two metres: a two-hundredth of the distance, millimetres. */
const READABLE_MM = 10
/** The height of a character by its font's size: a Chinese one, and a figure. */
const HAN = 0.9
const FIGURE = 0.7

const PARTS = {
  'alert-far': [
    ['number', '.alert .ticket-tail', FIGURE],
    ['dish', '.alert .item-name', HAN],
    ['note', '.alert .item-note', HAN],
    ['warning', '.alert .warnings', HAN],
    ['waiting time', '.alert .countdown-waited', FIGURE],
  ],
  'board-far': [
    ['number', '.slip .card-tail', FIGURE],
    ['dish', '.slip .slip-dish > span', HAN],
    ['note', '.slip .slip-dish em', HAN],
    ['warning', '.slip :is(.card-warnings, .card-remark)', HAN],
    ['waiting time', '.slip .slip-age > span', FIGURE],
  ],
} as const

describe.skipIf(chromiumPath === undefined)(`set to far${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it.each(Object.keys(PARTS) as (keyof typeof PARTS)[])(
    '%s has characters of at least 10 mm on a 15.6″ screen, by its computed styles; prints them',
    async (name) => {
      const { page, show } = await openViews(browser)
      await resize(page, SCREEN)
      await show(name, 'zh-CN')
      const heights = await Promise.all(
        PARTS[name].map(async ([part, selector, share]) => {
          const sizes = await page.evaluate<number[]>(
            `[...document.querySelectorAll(${JSON.stringify(selector)})].map((one) => parseFloat(getComputedStyle(one).fontSize))`,
          )
          return [part, Math.round(((Math.min(...sizes) * share * SCREEN.mm) / SCREEN.width) * 10) / 10] as const
        }),
      )
      const list = heights.map(([part, mm]) => `${part} ${mm}`).join(', ')
      process.stdout.write(`${name}, ${SCREEN.width} × ${SCREEN.height} on 15.6″, mm: ${list}\n`)
      for (const [part, mm] of heights) expect.soft(mm, part).toBeGreaterThanOrEqual(READABLE_MM)
    },
  )
})
