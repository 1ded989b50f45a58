import { expect, it } from 'vitest'
import { type StoreFacts, troublesOf } from '../../../desktop/hosts/admin/stores/troubles.ts'

const NOW = 1_795_000_000_000
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const SOUND: StoreFacts = { online: 1, oldestAt: undefined, escalates: true, rehearsedAt: NOW - DAY }

it('a store with a device, an escalation, a rehearsal and nobody waiting wants no look', () => {
  expect(troublesOf(SOUND, NOW)).toEqual([])
})

it.each([
  [{ online: 0 }, ['offline']],
  [{ oldestAt: NOW - 5 * MINUTE }, ['unanswered']],
  [{ oldestAt: NOW - 5 * MINUTE + 1 }, []],
  [{ escalates: false }, ['no_escalation']],
  [{ rehearsedAt: undefined }, ['no_rehearsal']],
  [{ rehearsedAt: NOW - 31 * DAY }, []],
  [{ rehearsedAt: NOW - 31 * DAY - 1 }, ['no_rehearsal']],
  [
    { online: 0, oldestAt: 0, escalates: false, rehearsedAt: undefined },
    ['offline', 'unanswered', 'no_escalation', 'no_rehearsal'],
  ],
] as const)('%j: %j', (facts, troubles) => {
  expect(troublesOf({ ...SOUND, ...facts }, NOW)).toEqual(troubles)
})
