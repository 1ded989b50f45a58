import type { Clock } from '../../../shared/clock.ts'
import { layOutTestPage } from '../../../shared/tickets/lay-out-test-page.ts'
import type { Outcome, Printer } from '../ports.ts'
import type { PrinterSettings } from '../print-settings.ts'
import type { Settings } from '../settings.ts'
import { withTimeout } from '../with-timeout.ts'
import type { ShopFacts } from './print-job.ts'

/** The longest wait for one printer, milliseconds. */
const LIMIT_MS = 30_000

/** The end of a test at one printer. */
export interface PrinterTest {
  printer: PrinterSettings
  outcome: Outcome
}

/**
 * Prints a test page at every printer of the settings, and learns whether each answers when it is asked how it is: the
 * settings keep that. Resolves when all have ended; never rejects.
 */
export async function testPrint(deps: {
  printer?: Printer | undefined
  clock: Clock
  settings(): Settings
  change(patch: Partial<Settings>): void
  shop: Pick<ShopFacts, 'timeZone' | 'storeName'>
}): Promise<readonly PrinterTest[]> {
  const { printer: host, clock } = deps
  const { printing, locale } = deps.settings()
  if (host === undefined) return []

  async function test(printer: PrinterSettings, host: Printer): Promise<PrinterTest> {
    const learnt = await withTimeout(clock, LIMIT_MS, () => host.learn(printer))
    const status = learnt === 'asks' || learnt === 'silent' ? learnt : printer.status
    const known = { ...printer, status }
    const { paper, address } = printer
    const ticket = layOutTestPage({ ...deps.shop, paper, locale, now: clock.now(), printer: address })
    const report = await withTimeout(clock, LIMIT_MS, () =>
      host.print({ printer: known, ticket, begins: async () => {} }),
    )
    return { printer: known, outcome: typeof report === 'string' ? report : report.outcome }
  }

  const tests = await Promise.all(printing.printers.map((printer) => test(printer, host)))
  deps.change({ printing: { ...deps.settings().printing, printers: tests.map(({ printer }) => printer) } })
  return tests
}
