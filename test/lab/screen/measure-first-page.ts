import { setTimeout as pass } from 'node:timers/promises'
import type { BrowserContext } from 'playwright-core'

/** Chrome's "Slow 4G" as Lighthouse applies it: 1.6 Mbit/s down, 750 kbit/s up, 150 ms, each as DevTools has to be told it. */
const SLOW_4G = {
  offline: false,
  latency: 150 * 3.75,
  downloadThroughput: (1_638.4 * 0.9 * 1_024) / 8,
  uploadThroughput: (750 * 0.9 * 1_024) / 8,
}
const CPU_SLOWER = 4

/** How a paired console loads with an empty cache, seconds and kilobytes (1,000 bytes). */
export interface FirstPage {
  firstPaint: number
  /** The first ticket stands on the wall. */
  board: number
  /** Script until then, as it crossed the network, and as it is. */
  script: number
  scriptPlain: number
  /** Script that came behind it, for screens that nobody has opened yet. */
  scriptLater: number
  style: number
}

/** Loads the console anew at slow 4G on a processor that is four times slower. */
export async function measureFirstPage(context: BrowserContext, url: string): Promise<FirstPage> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  const files = new Map<string, { type: string; bytes: number; plain: number; board: boolean }>()
  let drawn = false
  session.on('Network.responseReceived', ({ requestId, type }) => {
    files.set(requestId, { type, bytes: 0, plain: 0, board: !drawn })
  })
  session.on('Network.dataReceived', ({ requestId, dataLength }) => {
    const file = files.get(requestId)
    if (file !== undefined) file.plain += dataLength
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const file = files.get(requestId)
    if (file !== undefined) file.bytes = encodedDataLength
  })
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  await session.send('Network.emulateNetworkConditions', SLOW_4G)
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER })
  await page.goto(url, { waitUntil: 'commit' })
  await page.locator('.slip').first().waitFor()
  drawn = true
  const { paint, board } = await page.evaluate<{ paint: number; board: number }>(
    `({ paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN, board: performance.now() })`,
  )
  // What comes behind it has come by then, at this speed too.
  await pass(8_000)
  await page.close()
  const sum = (wanted: (file: { type: string; board: boolean }) => boolean, what: 'bytes' | 'plain' = 'bytes') =>
    [...files.values()].filter(wanted).reduce((all, file) => all + file[what], 0) / 1_000
  const isFirst = ({ type, board: early }: { type: string; board: boolean }) => type === 'Script' && early
  return {
    firstPaint: paint / 1_000,
    board: board / 1_000,
    script: sum(isFirst),
    scriptPlain: sum(isFirst, 'plain'),
    scriptLater: sum(({ type, board: early }) => type === 'Script' && !early),
    style: sum(({ type }) => type === 'Stylesheet'),
  }
}
