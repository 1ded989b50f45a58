import { mkdirSync, writeFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LOCALES } from '../../shared/locales.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { openViews, resize, type ViewsPage } from './support/views-page.ts'

const FOLDER = 'test-output/tickets'
const POINTS_PER_MM = 72 / 25.4

describe.skipIf(chromiumPath === undefined)(`a ticket through the browser's print dialog${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  let views: ViewsPage
  beforeAll(async () => {
    mkdirSync(FOLDER, { recursive: true })
    browser = await launchChromium()
    views = await openViews(browser)
    // Headless Chromium has no dialog: what it would print is taken below.
    await views.page.evaluate('void (globalThis.print = () => { globalThis.printed = (globalThis.printed ?? 0) + 1 })')
  })
  afterAll(() => browser.close())

  /** Presses the panel's button, and takes what is printed: the size of each page in millimetres, and its texts. */
  async function print(name: string): Promise<{ pages: number[][]; shown: string }> {
    const { page } = views
    await page.locator('[data-prints]').click()
    const pdf = await page.pdf({ preferCSSPageSize: true })
    writeFileSync(`${FOLDER}/${name}.pdf`, pdf)
    await page.emulateMedia({ media: 'print' })
    const shown = String(
      await page.evaluate('document.body.innerText + document.querySelector(".print-paper").textContent'),
    )
    await page.emulateMedia({ media: null })
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`)
    const boxes = pdf.toString('latin1').matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)
    return {
      pages: [...boxes].map(([, ...sides]) => sides.map((side) => Math.round(Number(side) / POINTS_PER_MM))),
      shown,
    }
  }

  it.each(LOCALES)('in %s is one page, as wide as the roll, with nothing else of the screen', async (locale) => {
    const { page } = views
    await resize(page, { width: 768, height: 1_024 })
    await views.show('order-print', locale)
    const { pages, shown } = await print(`dialog.80.${locale}`)
    expect(pages.map(([width]) => width)).toEqual([80])
    expect(pages[0]?.[1]).toBeGreaterThan(80)
    expect(shown).toContain('0102')
    expect(shown).not.toMatch(/看板|Board/)
    expect(await page.locator('.print-paper').count()).toBe(0)

    await page.getByRole('radio', { name: /58/ }).check()
    await page.locator('[data-prints]').scrollIntoViewIfNeeded()
    expect((await print(`dialog.58.${locale}`)).pages.map(([width]) => width)).toEqual([58])
    expect(await page.evaluate('globalThis.printed')).toBeGreaterThanOrEqual(2)
    expect(views.takeComplaints()).toEqual([])
  })

  it.each(['order-print', 'order-print-hostile', 'history-print-day'])(
    '%s is seen before; pictures in test-output/tickets/',
    async (name) => {
      const { page } = views
      await resize(page, { width: 768, height: 1_024 })
      for (const locale of LOCALES) {
        await views.show(name, locale)
        await page.locator('.ticket-picture').screenshot({ path: `${FOLDER}/preview.${name}.${locale}.png` })
      }
    },
  )
})
