import { expect, it } from 'vitest'
import { alertLevel, nextAlertAt } from '../../../server/reminders/escalation-policy.ts'
import { LEVEL } from '../../../shared/reminder.ts'

const MINUTE = 60_000

const reminder = (limitMinutes: number, kind: 'new_order' | 'urge' = 'new_order', urges = 0) => ({
  kind,
  since: 1_000 * MINUTE,
  level: LEVEL.normal,
  // Dates of the clock as it was when the order was paid: only their distance counts.
  details: JSON.stringify({ createdAt: 0, paidAt: 5 * MINUTE, acceptBy: (5 + limitMinutes) * MINUTE, urges }),
})
/** Minutes waited at the next alert of a reminder that nobody has heard for so many minutes. */
const next = (of: ReturnType<typeof reminder>, waited: number) =>
  (nextAlertAt(of, of.since + waited * MINUTE, false) - of.since) / MINUTE

it('without a device that announces it a reminder comes back more rarely, and at 300 s and its limit all the same', () => {
  expect([4, 8, 40, 100, 300, 1_000].map((waited) => next(reminder(120), waited))).toEqual([5, 13, 50, 120, 360, 1_060])
  expect(next(reminder(120, 'urge'), 100)).toBe(125)
})

it('a level never falls, whatever the ladder says', () => {
  expect(alertLevel({ ...reminder(10), level: LEVEL.loudest }, reminder(10).since)).toBe(3)
  expect([1, 3, 5].map((urges) => alertLevel(reminder(10, 'urge', urges), reminder(10).since))).toEqual([1, 2, 3])
})
