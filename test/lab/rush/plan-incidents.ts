import type { SeededRandom } from '../../support/seeded-random.ts'
import type { DevicePlan } from './layouts.ts'

/** A fault of the rush. Times are milliseconds, `at` after its beginning. */
export interface Incident {
  at: number
  lasts: number
  /**
   * network: a device is cut off. mute: somebody mutes a device. speaker: a device's loudspeaker is off, and nothing
   * tells the app so. server: the server is stopped, and started again. away: nobody is in the shop. closed: a device’s app
   * is ended, and not started again. hang: a device’s voice begins each sentence and ends none.
   */
  what: 'network' | 'mute' | 'speaker' | 'server' | 'away' | 'closed' | 'hang'
  /** The index of the device. */
  device?: number
}

const MINUTE = 60_000
/** In a short rush a fault takes this share of it at most. */
const LONGEST_SHARE = 1 / 12
/** Nobody is in the shop for two to five minutes, once in this many minutes. */
const AWAY_EVERY_MINUTES = 30

/** Plans the faults of a rush of `minutes`, one after the other: a part of it is left to be heard at any time. */
export function planIncidents(random: SeededRandom, minutes: number, devices: readonly DevicePlan[]): Incident[] {
  const speaking = devices.flatMap(({ output }, index) => (output === 'speak' ? [index] : []))
  const [first = 0, second = first] = speaking
  const last = devices.length - 1
  const plan: [Incident['what'], number, number?][] = [
    ['network', 4, last],
    ['mute', 10, first],
    ['server', 1 / 3],
    ['speaker', 10, second],
    ['network', 3, first],
    ['network', 2, second],
  ]
  const part = minutes / plan.length
  const faults = plan.map(([what, most, device], index): Incident => {
    const lasts = Math.min(most, minutes * LONGEST_SHARE)
    const at = (index + 0.1 + random.next() * 0.2) * part
    return { at: at * MINUTE, lasts: lasts * MINUTE, what, ...(device !== undefined && { device }) }
  })
  return [...faults, ...planAbsences(random, minutes)].toSorted((a, b) => a.at - b.at)
}

function planAbsences(random: SeededRandom, minutes: number): Incident[] {
  return Array.from({ length: Math.floor(minutes / AWAY_EVERY_MINUTES) }, (_, index) => ({
    at: (index + random.next() * 0.8) * AWAY_EVERY_MINUTES * MINUTE,
    lasts: (2 + random.next() * 3) * MINUTE,
    what: 'away' as const,
  }))
}
