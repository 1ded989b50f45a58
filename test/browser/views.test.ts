import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SIZES, VIEWS } from '../../desktop/views/table/views.ts'
import { LOCALES } from '../../shared/locales.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'
import { clippedInAlert, widthBeyondScreen } from './support/layout.ts'
import { openViews, resize, type ViewsPage } from './support/views-page.ts'

const FOLDER = 'test-output/views'
const THEMES = ['light', 'dark'] as const
/** WCAG 2.2, A and AA, as axe names the parts. */
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

describe.skipIf(chromiumPath === undefined)(`every fixed view${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  let views: ViewsPage
  beforeAll(async () => {
    browser = await launchChromium()
    views = await openViews(browser)
    await views.page.evaluate(axe.source)
  })
  afterAll(() => browser.close())

  it.each(VIEWS.map(({ name }) => name))(
    '%s breaks no rule of WCAG A or AA, clips nothing, is wider than no screen; pictures in test-output/views/',
    async (name) => {
      const { page } = views
      for (const locale of LOCALES) {
        await resize(page, SIZES[2])
        await views.show(name, locale)
        for (const theme of THEMES) {
          await page.emulateMedia({ colorScheme: theme })
          const look = `${name}.${locale}.${theme}`
          expect.soft(await violations(page), look).toEqual([])
          for (const size of SIZES) {
            await resize(page, size)
            const at = `${look}.${size.width}x${size.height}`
            expect.soft(await widthBeyondScreen(page), at).toBe(0)
            expect.soft(await clippedInAlert(page), at).toEqual([])
            await page.screenshot({ path: `${FOLDER}/${at}.jpg`, type: 'jpeg', quality: 80 })
          }
          await resize(page, SIZES[2])
        }
      }
      expect(views.takeComplaints()).toEqual([])
    },
  )
})

/** What axe finds wrong on the page as it stands: the rule, and the elements. */
async function violations(page: Page): Promise<string[]> {
  const run = `axe.run(document, { runOnly: ${JSON.stringify(WCAG)}, resultTypes: ['violations'] })`
  const found = await page.evaluate(
    `${run}.then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target.join(' ')).join(', ')))`,
  )
  return found as string[]
}
