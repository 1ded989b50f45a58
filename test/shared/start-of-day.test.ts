import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { startOfDay } from '../../shared/start-of-day.ts'

const HOUR = 60 * 60_000

/** Every instant is written with its offset, so that what happens at a change of clocks is plain to see. */
const at = (text: string) => Date.parse(text)

describe('the start of a day', () => {
  it.each([
    ['Asia/Shanghai', '2026-03-01T00:00:00+08:00', '2026-03-01T00:00:00+08:00'],
    ['Asia/Shanghai', '2026-03-01T23:59:59.999+08:00', '2026-03-01T00:00:00+08:00'],
    ['Asia/Kolkata', '2026-03-01T12:00:00.001+05:30', '2026-03-01T00:00:00+05:30'],
    ['Asia/Kathmandu', '2026-03-01T00:00:00.001+05:45', '2026-03-01T00:00:00+05:45'],
    ['Pacific/Kiritimati', '2026-03-01T23:00:00+14:00', '2026-03-01T00:00:00+14:00'],
    ['Etc/GMT+12', '2026-03-01T23:00:00-12:00', '2026-03-01T00:00:00-12:00'],
    ['UTC', '2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z'],
  ])('%s at %s', (zone, now, midnight) => expect(startOfDay(at(now), zone)).toBe(at(midnight)))

  it.each([
    ['before the clocks go forward', 'Europe/Berlin', '2026-03-29T01:59:59+01:00', '2026-03-29T00:00:00+01:00'],
    ['after they went forward', 'Europe/Berlin', '2026-03-29T03:00:00+02:00', '2026-03-29T00:00:00+01:00'],
    ['in the evening of that day', 'Europe/Berlin', '2026-03-29T23:59:59+02:00', '2026-03-29T00:00:00+01:00'],
    ['before they go back', 'America/New_York', '2026-11-01T01:30:00-04:00', '2026-11-01T00:00:00-04:00'],
    ['in the hour that comes twice', 'America/New_York', '2026-11-01T01:30:00-05:00', '2026-11-01T00:00:00-04:00'],
    ['in the evening of that day', 'America/New_York', '2026-11-01T23:59:59-05:00', '2026-11-01T00:00:00-04:00'],
    ['by half an hour, forward', 'Australia/Lord_Howe', '2026-10-04T12:00:00+11:00', '2026-10-04T00:00:00+10:30'],
    ['by half an hour, back', 'Australia/Lord_Howe', '2026-04-05T12:00:00+10:30', '2026-04-05T00:00:00+11:00'],
    ['where midnight is skipped', 'Africa/Cairo', '2026-04-24T12:00:00+03:00', '2026-04-24T01:00:00+03:00'],
    [
      'in the first moment after a skipped midnight',
      'Africa/Cairo',
      '2026-04-24T01:00:00+03:00',
      '2026-04-24T01:00:00+03:00',
    ],
    [
      'in the hour before midnight that comes twice',
      'Africa/Cairo',
      '2026-10-29T23:30:00+02:00',
      '2026-10-29T00:00:00+03:00',
    ],
    ['where midnight comes twice', 'America/Havana', '2026-11-01T12:00:00-05:00', '2026-11-01T00:00:00-04:00'],
    [
      'in the first of two hours after midnight',
      'America/Havana',
      '2026-11-01T00:30:00-04:00',
      '2026-11-01T00:00:00-04:00',
    ],
    ['in the second of them', 'America/Havana', '2026-11-01T00:30:00-05:00', '2026-11-01T00:00:00-04:00'],
  ])('%s (%s at %s)', (_when, zone, now, midnight) => expect(startOfDay(at(now), zone)).toBe(at(midnight)))

  it('is of the same date, never ahead, and nothing of that date is before it', () => {
    const zones = [
      'Asia/Shanghai',
      'Europe/Berlin',
      'America/Havana',
      'Africa/Cairo',
      'Australia/Lord_Howe',
      'America/St_Johns',
    ]
    const date = (ms: number, timeZone: string) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(ms)
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: at('2015-01-01'), max: at('2040-01-01') }),
        (zone, now) => {
          const start = startOfDay(now, zone)
          expect(start).toBeLessThanOrEqual(now)
          expect(now - start).toBeLessThan(25 * HOUR)
          expect(date(start, zone)).toBe(date(now, zone))
          expect(date(start - 1, zone)).not.toBe(date(now, zone))
        },
      ),
      { numRuns: 300 },
    )
  })
})
