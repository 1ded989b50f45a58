import { expect, it } from 'vitest'
import {
  chimeVolumeAt,
  generalSuppression,
  mutedUntil,
  reminderSuppression,
  volumeAt,
} from '../../../desktop/core/announcer/volume-policy.ts'
import { DEFAULT_SETTINGS, LONGEST_MUTE_MINUTES } from '../../../desktop/core/settings.ts'

/** A moment by the device's own clock, whatever time zone it is in. */
const at = (hour: number, minute = 0) => new Date(2026, 0, 15, hour, minute).getTime()

it.each([
  ['22:00', '07:00', 21, 59, false],
  ['22:00', '07:00', 22, 0, true],
  ['22:00', '07:00', 3, 0, true],
  ['22:00', '07:00', 7, 0, false],
  ['13:00', '14:30', 14, 29, true],
  ['13:00', '14:30', 14, 30, false],
  ['09:00', '09:00', 9, 0, false],
])('quiet from %s to %s at %i:%i: %s', (from, to, hour, minute, quiet) => {
  const settings = { ...DEFAULT_SETTINGS, quietHours: { from, to } }
  expect(generalSuppression(settings, at(hour, minute))).toBe(quiet ? 'quiet_hours' : undefined)
})

it.each([
  ['Asia/Shanghai', 0, true],
  ['America/New_York', 0, false],
  ['America/New_York', 13 * 3_600_000, true],
  ['Mars/Olympus', 0, false],
])('quiet hours are those of %s, with a server that is %i ms ahead: %s', (timeZone, aheadMs, quiet) => {
  // Noon by the device’s own clocks; where a zone is unknown, they count.
  const noon = at(12)
  const minute = (ms: number) => {
    const date = new Date(ms).toLocaleTimeString('en-GB', { timeZone: 'Asia/Shanghai' })
    return date.slice(0, 5)
  }
  const quietHours = { from: minute(noon), to: minute(noon + 3_600_000) }
  const settings = { ...DEFAULT_SETTINGS, quietHours, storeClock: { timeZone, aheadMs } }
  const expected = timeZone === 'Mars/Olympus' ? minute(noon) === '12:00' : quiet
  expect(generalSuppression(settings, noon) === 'quiet_hours').toBe(expected)
})

it('a mute ends at its time, and one that nobody could have asked for counts as none', () => {
  const muted = (until: number) => ({ ...DEFAULT_SETTINGS, mutedUntil: until })
  expect(mutedUntil(muted(1_000), 999)).toBe(1_000)
  expect(mutedUntil(muted(1_000), 1_000)).toBeNull()
  expect(mutedUntil(muted(LONGEST_MUTE_MINUTES * 60_000 + 1), 0)).toBeNull()
})

it('a missed order is spoken whatever kinds are switched off; a mute holds it below the loudest level', () => {
  const off = { ...DEFAULT_SETTINGS, speech: { new_order: false, urge: false, cancel: false } }
  const suppressions = [1, 2, 3, 4].map((type) => reminderSuppression({ type, level: 2 }, off, 0))
  expect(suppressions).toEqual(['speech_off', 'speech_off', 'speech_off', undefined])
  const muted = { ...off, mutedUntil: 1_000 }
  expect(([2, 3] as const).map((level) => reminderSuppression({ type: 4, level }, muted, 0))).toEqual([
    'muted',
    undefined,
  ])
})

it.each([
  [1, -8, -4],
  [0.5, -14.02, -7.01],
  [0.1, -28, -14],
])('the chime at volume %d is %d dB below full, then %d, then full', (volume, normal, louder) => {
  const decibels = ([1, 2, 3] as const).map((level) => 20 * Math.log10(chimeVolumeAt(level, volume)))
  for (const [i, expected] of [normal, louder, 0].entries()) expect(decibels[i]).toBeCloseTo(expected, 1)
})

it('the volume rises with the level and ends at full', () => {
  expect([1, 2, 3].map((level) => volumeAt(level as 1 | 2 | 3, 0.2))).toEqual([0.2, 0.6000000000000001, 1])
})
