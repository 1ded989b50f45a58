import { setTimeout as pass } from 'node:timers/promises'
import type { Browser } from 'playwright-core'

/** Shares of one core over a stretch of time. */
export interface Idle {
  /** The process that runs the page: script, layout and paint. */
  page: number
  /** All of Chromium's processes. */
  browser: number
}

/** Watches for so many seconds how much of a core the processes of a browser take, by their own count (CDP SystemInfo). */
export async function measureIdle(browser: Browser, seconds: number): Promise<Idle> {
  const session = await browser.newBrowserCDPSession()
  const look = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    const sum = (of: (type: string) => boolean) =>
      processInfo.filter(({ type }) => of(type)).reduce((time, { cpuTime }) => time + cpuTime, 0)
    return { at: performance.now() / 1_000, page: sum((type) => type === 'renderer'), browser: sum(() => true) }
  }
  const before = await look()
  await pass(seconds * 1_000)
  const after = await look()
  await session.detach()
  const passed = after.at - before.at
  return { page: (after.page - before.page) / passed, browser: (after.browser - before.browser) / passed }
}
