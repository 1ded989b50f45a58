import { useEffect } from 'react'
import { useUi } from '../parts/context.tsx'
import { latePart } from './late-part.ts'

/**
 * The parts that come behind the first page. The alert, the board, the plain screen and what accepts an order are never
 * among them: an order does not wait for a file.
 */
export const LATE_HISTORY = latePart(async () => (await import('../history/history.tsx')).History)
export const LATE_SETTINGS = latePart(async () => (await import('../settings/settings-screen.tsx')).SettingsScreen)
export const LATE_ABOUT = latePart(async () => (await import('../about/about.tsx')).About)
export const LATE_PEOPLE = latePart(async () => (await import('../people/people-screen.tsx')).PeopleScreen)
export const LATE_REPORT = latePart(async () => (await import('../report/report-screen.tsx')).ReportScreen)
export const LATE_PRINT = latePart(async () => (await import('../printing/print-order.tsx')).PrintOrder)

const ALL = [LATE_HISTORY, LATE_SETTINGS, LATE_ABOUT, LATE_PEOPLE, LATE_REPORT, LATE_PRINT]
/** The first page is drawn and heard from by then. */
const AFTER_MS = 2_000

/**
 * Fetches all of them once the device is in sync, so that they are here when the network is gone or the server has another
 * build. One that cannot be had is fetched when somebody opens it.
 */
export function useLateScreens(): void {
  const { clock, view } = useUi()
  const connected = view.status.link === 'connected'
  useEffect(() => {
    if (!connected) return
    return clock.after(AFTER_MS, () => {
      for (const part of ALL) part.fetch().catch(() => {})
    })
  }, [clock, connected])
}
