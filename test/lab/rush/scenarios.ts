import type { SeededRandom } from '../../support/seeded-random.ts'
import type { DevicePlan } from './layouts.ts'
import { type Incident, planIncidents } from './plan-incidents.ts'

/** The shops of the benchmark of attention: a rush with its usual faults, and six that can hear or do nothing. */
export const SCENARIOS = ['rush', 'offline', 'closed', 'muted', 'volume0', 'hang', 'nobody'] as const
export type Scenario = (typeof SCENARIOS)[number]

const MINUTE = 60_000
/** In the six others orders come steadily for less long: what goes wrong lasts from the tenth minute on. */
const QUIET = { minutes: 40, orders: 60 }
const BEGINS_MINUTE = 10
/** The network, and the people, come back. */
const LASTS_MINUTES = 20
const HALF_A_DAY_MINUTES = 720

/** The size of a scenario: what was asked for, or less. */
export function sizeOf(
  scenario: Scenario,
  asked: { minutes: number; orders: number },
): { minutes: number; orders: number } {
  if (scenario === 'rush') return asked
  return { minutes: Math.min(asked.minutes, QUIET.minutes), orders: Math.min(asked.orders, QUIET.orders) }
}

/** Plans what goes wrong. */
export function planScenario(
  scenario: Scenario,
  random: SeededRandom,
  minutes: number,
  devices: readonly DevicePlan[],
): Incident[] {
  const begins = Math.min(BEGINS_MINUTE, minutes / 4) * MINUTE
  const each = (what: Incident['what'], at: number, lasts: number): Incident[] =>
    devices.map((_, device) => ({ what, at, lasts, device }))
  const some = Math.min(LASTS_MINUTES, minutes / 2) * MINUTE
  const rest = minutes * MINUTE - begins
  switch (scenario) {
    case 'rush':
      return planIncidents(random, minutes, devices)
    case 'offline':
      return each('network', begins, some)
    case 'closed':
      return each('closed', begins, rest)
    case 'muted':
      return each('mute', begins, HALF_A_DAY_MINUTES * MINUTE)
    case 'volume0':
      return each('speaker', begins, HALF_A_DAY_MINUTES * MINUTE)
    case 'hang':
      return each('hang', begins, rest)
    case 'nobody':
      return [{ what: 'away', at: begins, lasts: some }]
  }
}
