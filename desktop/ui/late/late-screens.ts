import { useEffect } from 'react'
import { useUi } from '../parts/context.tsx'
import { latePart } from './late-part.tsx'

/**
 * The parts that come behind the first page. The alert, the board, the plain screen and what accepts an order are never
 * among them: an order does not wait for a file.
 */
export const LateHistory = latePart(async () => (await import('../history/history.tsx')).History)
export const LateSettings = latePart(async () => (await import('../settings/settings-screen.tsx')).SettingsScreen)
export const LateAbout = latePart(async () => (await import('../about/about.tsx')).About)
export const LatePeople = latePart(async () => (await import('../people/people-screen.tsx')).PeopleScreen)
export const LateReport = latePart(async () => (await import('../report/report-screen.tsx')).ReportScreen)

const ALL = [LateHistory, LateSettings, LateAbout, LatePeople, LateReport]
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
      for (const { fetch } of ALL) fetch().catch(() => {})
    })
  }, [clock, connected])
}
