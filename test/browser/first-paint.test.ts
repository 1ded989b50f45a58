import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer } from '../support/test-server.ts'
import { chromiumPath, launchChromium, NEEDS_CHROMIUM } from './support/chromium.ts'

const PAINTED = `performance.getEntriesByName('first-contentful-paint').length > 0`

describe.skipIf(chromiumPath === undefined)(`the first thing that is painted${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(async () => {
    await browser.close()
  })

  it('is the mark, before any style sheet has come; the screen itself waits for its style', async () => {
    const server = await startTestServer()
    const context = await browser.newContext()
    const page = await context.newPage()
    const styles: (() => void)[] = []
    await context.route('**/*.css', async (route) => {
      await new Promise<void>((resolve) => styles.push(resolve))
      await route.continue()
    })
    const script = page.waitForResponse(/\.js$/)
    await page.goto(`${server.url}/`, { waitUntil: 'commit' })
    await page.waitForFunction(PAINTED)
    await (await script).finished()
    expect(await page.locator('svg.start text').allInnerTexts()).toHaveLength(2)
    expect(styles).toHaveLength(1)
    expect(await page.locator('#root > :not(svg)').count()).toBe(0)
    for (const release of styles) release()
    await page.locator('#root form, #root main').first().waitFor()
    expect(await page.locator('svg.start').count()).toBe(0)
    await context.close()
  })
})
