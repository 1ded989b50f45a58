import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/lib/chromium/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The machine's Chromium; `undefined` when it has none. */
export const chromiumPath = PLACES.find((path) => existsSync(path))

/** What the title of a suite says that cannot run without it. */
export const NEEDS_CHROMIUM = chromiumPath === undefined ? ' [needs chromium, which is not installed]' : ''

/** Starts it, with `more` switches. The autoplay policy stays as it is: sound wants a press, as at a merchant's. */
export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('no chromium')
  return await chromium.launch({ executablePath: chromiumPath, args: [...ARGS, ...more], timeout: 180_000 })
}
