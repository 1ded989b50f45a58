import { setTimeout as pass } from 'node:timers/promises'
import type { Browser, Locator, Page } from 'playwright-core'
import { type AnswerCost, CATEGORIES, readAnswer } from './read-trace.ts'

/** Until then an answer has left the device, the server has decided, and the orders have been read anew. */
const SETTLED_MS = 7_000

/** Presses a button that answers, so many times, and traces each; `button` is found anew each time. */
export async function measureAnswers(
  browser: Browser,
  page: Page,
  button: Locator,
  times: number,
): Promise<AnswerCost[]> {
  const costs: AnswerCost[] = []
  for (let time = 0; time < times; time++) {
    await button.and(page.locator(':not([disabled])')).waitFor()
    // The press guard: what was there for less is not pressed by anybody.
    await pass(1_000)
    await browser.startTracing(page, { categories: CATEGORIES })
    await button.click()
    await pass(SETTLED_MS)
    costs.push(readAnswer((await browser.stopTracing()).toString()))
  }
  return costs
}
