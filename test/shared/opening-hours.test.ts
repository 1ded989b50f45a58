import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOpen, nextChange, type OpeningHours, openingHoursSchema, WEEKDAYS } from '../../shared/opening-hours.ts'

/** Every instant is written with its offset, so that what happens at a change of clocks is plain to see. */
const at = (text: string) => Date.parse(text)
const span = (from: string, to: string) => ({ from, to })
const ALL_DAY = [span('00:00', '24:00')]
const everyDay = (...spans: { from: string; to: string }[]): OpeningHours => ({
  week: { mon: spans, tue: spans, wed: spans, thu: spans, fri: spans, sat: spans, sun: spans },
  dates: [],
})
const CLOSED = everyDay()
/** Lunch and dinner, closed on Mondays, past midnight on Fridays and Saturdays. */
const SHOP: OpeningHours = {
  week: {
    ...everyDay(span('11:00', '14:00'), span('17:00', '22:00')).week,
    mon: [],
    fri: [span('11:00', '14:00'), span('17:00', '02:00')],
    sat: [span('17:00', '02:00')],
  },
  dates: [
    { date: '2026-10-01', spans: [span('10:00', '16:00')], note: '国庆节' },
    { date: '2026-10-03', spans: [] },
  ],
}

describe('whether a shop is open', () => {
  it('a shop without hours always is, and never changes', () => {
    expect(isOpen(null, 'Asia/Shanghai', 0)).toBe(true)
    expect(nextChange(null, 'Asia/Shanghai', 0)).toBeUndefined()
  })

  it.each([
    ['before lunch', '2026-11-25T10:59:59.999+08:00', false],
    ['at the first moment of lunch', '2026-11-25T11:00+08:00', true],
    ['in its last moment', '2026-11-25T13:59:59.999+08:00', true],
    ['when it has just closed', '2026-11-25T14:00+08:00', false],
    ['at dinner', '2026-11-25T18:30+08:00', true],
    ['on the closed day', '2026-11-23T12:00+08:00', false],
    ['after midnight of a long evening', '2026-11-28T01:59+08:00', true],
    ['after its end', '2026-11-28T02:00+08:00', false],
    ['after midnight into the closed day', '2026-11-23T00:30+08:00', false],
    ['after midnight of Saturday', '2026-11-29T01:00+08:00', true],
    ['on a holiday, between its own hours', '2026-10-01T15:00+08:00', true],
    ['on a holiday, at the weekday’s hours', '2026-10-01T18:00+08:00', false],
    ['on the evening before a closed date', '2026-10-02T23:00+08:00', true],
    ['after midnight, as the evening before a closed date ends', '2026-10-03T01:59+08:00', true],
    ['on a closed date', '2026-10-03T18:00+08:00', false],
    ['after midnight of a closed date', '2026-10-04T01:00+08:00', false],
  ])('%s', (_when, now, open) => expect(isOpen(SHOP, 'Asia/Shanghai', at(now))).toBe(open))

  it('goes by the clocks of the store, wherever the server stands', () => {
    const noon = at('2026-11-25T12:00+08:00')
    expect(isOpen(SHOP, 'Asia/Shanghai', noon)).toBe(true)
    expect(isOpen(SHOP, 'Europe/Berlin', noon)).toBe(false)
    expect(isOpen(SHOP, 'Nowhere/Unknown', at('2026-11-25T12:00Z'))).toBe(true)
  })
})

describe('where clocks change', () => {
  const night = everyDay(span('22:00', '03:00'))
  it.each([
    // Berlin's clocks go from 02:00 to 03:00 on 29 March 2026, and from 03:00 back to 02:00 on 25 October.
    ['a night that loses an hour ends when the clocks show its end', '2026-03-29T01:59+01:00', true],
    ['and not an hour later', '2026-03-29T03:00+02:00', false],
    ['the first of two equal hours', '2026-10-25T02:30+02:00', true],
    ['the second of them', '2026-10-25T02:30+01:00', true],
    ['after the second of them', '2026-10-25T03:00+01:00', false],
  ])('%s', (_what, now, open) => expect(isOpen(night, 'Europe/Berlin', at(now))).toBe(open))

  it('an end within the hour that comes twice is its second one: open without a gap', () => {
    const hours = everyDay(span('22:00', '02:30'))
    const evening = at('2026-10-24T22:00+02:00')
    expect(nextChange(hours, 'Europe/Berlin', evening)).toBe(at('2026-10-25T02:30+01:00'))
  })

  it('a beginning that the clocks leave out comes after the change', () => {
    const hours = everyDay(span('02:30', '05:00'))
    expect(nextChange(hours, 'Europe/Berlin', at('2026-03-29T00:00+01:00'))).toBe(at('2026-03-29T03:30+02:00'))
  })

  it.each(['Africa/Cairo', 'America/Havana', 'Asia/Beirut', 'Australia/Lord_Howe', 'Atlantic/Azores'])(
    'a shop that is open all day and every day never closes in %s',
    (zone) => {
      const hours = everyDay(...ALL_DAY)
      expect(nextChange(hours, zone, at('2026-01-01T00:00Z'))).toBeUndefined()
      for (let hour = 0; hour < 366 * 24; hour += 31)
        expect(isOpen(hours, zone, at('2026-01-01T00:30Z') + hour * 3_600_000)).toBe(true)
    },
  )
})

describe('the next change', () => {
  it.each([
    ['from closed to lunch', '2026-11-25T08:00+08:00', '2026-11-25T11:00+08:00'],
    ['from lunch to its end', '2026-11-25T11:00+08:00', '2026-11-25T14:00+08:00'],
    ['from dinner over midnight', '2026-11-27T20:00+08:00', '2026-11-28T02:00+08:00'],
    ['over the closed day', '2026-11-22T22:00+08:00', '2026-11-24T11:00+08:00'],
    ['over a closed date', '2026-10-03T02:00+08:00', '2026-10-04T11:00+08:00'],
    ['to a holiday’s own hours', '2026-09-30T22:00+08:00', '2026-10-01T10:00+08:00'],
  ])('%s', (_what, now, then) => expect(nextChange(SHOP, 'Asia/Shanghai', at(now))).toBe(at(then)))

  it('none of a shop that is never open, and none of one that never closes', () => {
    expect(nextChange(CLOSED, 'Asia/Shanghai', 0)).toBeUndefined()
    expect(nextChange(everyDay(...ALL_DAY), 'Asia/Shanghai', 0)).toBeUndefined()
  })

  it('is found on a date far ahead, and after many closed dates in a row', () => {
    const far = { ...everyDay(...ALL_DAY), dates: [{ date: '2027-02-17', spans: [] }] }
    expect(nextChange(far, 'Asia/Shanghai', at('2026-05-01T12:00+08:00'))).toBe(at('2027-02-17T00:00+08:00'))
    expect(nextChange(far, 'Asia/Shanghai', at('2027-02-17T12:00+08:00'))).toBe(at('2027-02-18T00:00+08:00'))
    const first = at('2026-12-01T00:00Z')
    const dates = Array.from({ length: 60 }, (_, n) => ({
      date: new Date(first + n * 86_400_000).toISOString().slice(0, 10),
      spans: [],
    }))
    expect(nextChange({ ...SHOP, dates }, 'Asia/Shanghai', at('2026-12-01T12:00+08:00'))).toBe(
      at('2027-01-30T17:00+08:00'),
    )
  })

  it('is the first time after which it is the other way round', () => {
    const text = (m: number) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`
    const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 1_439 }), { maxLength: 5 })
    /** Pairs of rising minutes; one that is left over runs past midnight. */
    const spans = minutes.map((some) => {
      const rising = some.toSorted((a, b) => a - b)
      return rising.flatMap((from, index) =>
        index % 2 === 0 ? [span(text(from), text(rising[index + 1] ?? (from + 600) % 1_440))] : [],
      )
    })
    const date = fc.record({ date: fc.constantFrom('2026-10-25', '2026-10-26', '2026-11-03'), spans })
    const dates = fc.uniqueArray(date, { selector: (each) => each.date, maxLength: 3 })
    const anyHours = fc.record({
      week: fc.record({ mon: spans, tue: spans, wed: spans, thu: spans, fri: spans, sat: spans, sun: spans }),
      dates,
    })
    const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/Havana', 'Australia/Lord_Howe']
    const now = fc.integer({ min: at('2026-10-20T00:00Z'), max: at('2026-11-06T00:00Z') })
    fc.assert(
      fc.property(anyHours, fc.constantFrom(...zones), now, (given, zone, start) => {
        const hours = openingHoursSchema.parse(given)
        const open = isOpen(hours, zone, start)
        const change = nextChange(hours, zone, start)
        const until = change ?? start + 8 * 86_400_000
        if (change !== undefined) expect(isOpen(hours, zone, change)).toBe(!open)
        for (let step = 0; step < 8; step++)
          expect(isOpen(hours, zone, start + Math.floor(((until - start) * step) / 8))).toBe(open)
      }),
      { numRuns: 60 },
    )
  })
})

describe('hours that are refused', () => {
  const faultOf = (value: unknown) =>
    openingHoursSchema.safeParse(value).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  const monday = (...spans: unknown[]) => ({ ...CLOSED, week: { ...CLOSED.week, mon: spans } })

  it.each([
    ['a weekday that is missing', { week: { ...CLOSED.week, sun: undefined } }, /^week\.sun: /],
    ['a day that is none', { week: { ...CLOSED.week, monday: [] } }, /^week: .*monday/],
    ['an unknown field', { ...CLOSED, zone: 'UTC' }, /^: .*zone/],
    ['a time that is none', monday(span('25:00', '26:00')), /^week\.mon\.0\.from: must be a time/],
    ['a beginning at 24:00', monday(span('24:00', '02:00')), /^week\.mon\.0\.from: must be a time/],
    ['a span without length', monday(span('09:00', '09:00')), /^week\.mon\.0\.to: must differ/],
    ['spans that overlap', monday(span('09:00', '12:00'), span('11:59', '14:00')), /^week\.mon: must not overlap/],
    ['spans that overlap after midnight', monday(span('20:00', '02:00'), span('23:00', '24:00')), /must not overlap/],
    ['too many spans', monday(...Array.from({ length: 7 }, (_, n) => span(`0${n}:00`, `0${n}:30`))), /^week\.mon: /],
    ['a date that is none', { ...CLOSED, dates: [{ date: '2026-02-30', spans: [] }] }, /^dates\.0\.date: /],
    [
      'a date twice',
      {
        ...CLOSED,
        dates: [
          { date: '2026-10-01', spans: [] },
          { date: '2026-10-01', spans: ALL_DAY },
        ],
      },
      /^dates: must name a date once/,
    ],
  ])('%s', (_what, value, fault) => expect(faultOf(value)?.join('\n')).toMatch(fault))

  it('spans that touch, in any order, are no overlap', () => {
    expect(faultOf(monday(span('12:00', '14:00'), span('09:00', '12:00')))).toBeUndefined()
    expect(WEEKDAYS).toHaveLength(7)
  })
})
