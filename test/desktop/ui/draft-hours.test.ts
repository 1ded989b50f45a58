import { describe, expect, it } from 'vitest'
import {
  addDate,
  addSpan,
  type DraftHours,
  draftOf,
  endForField,
  endFromField,
  readDraft,
  spanText,
  wholeDay,
} from '../../../desktop/ui/shop/draft-hours.ts'
import type { OpeningHours } from '../../../shared/opening-hours.ts'

const day = [{ from: '11:00', to: '14:00' }]
const HOURS: OpeningHours = {
  week: { mon: [], tue: day, wed: day, thu: day, fri: [{ from: '17:00', to: '02:00' }], sat: day, sun: day },
  dates: [{ date: '2026-10-01', spans: [], note: '国庆节' }],
}
const words = { nextDay: '次日', wholeDay: '全天' }

describe('opening hours while they are edited', () => {
  it('are saved as they were, when nobody changed them', () => {
    expect(readDraft(draftOf(HOURS))).toEqual({ hours: HOURS })
    expect(readDraft(draftOf(null))).toMatchObject({ hours: { week: { mon: [{ from: '10:00', to: '22:00' }] } } })
  })

  it('get another span behind the last, and a whole day in one press', () => {
    const [first, second] = addSpan(addSpan([]))
    expect([first, second]).toEqual([
      { id: 0, from: '10:00', to: '22:00' },
      { id: 1, from: '22:00', to: '24:00' },
    ])
    expect(wholeDay()).toEqual([{ id: 0, from: '00:00', to: '24:00' }])
  })

  it('midnight is the end of a day, which a field of the browser calls 00:00', () => {
    expect(endFromField('00:00')).toBe('24:00')
    expect(endFromField('22:00')).toBe('22:00')
    expect(endForField('24:00')).toBe('00:00')
  })

  it('a span is written so that nobody takes the morning for the afternoon', () => {
    expect(spanText({ from: '11:00', to: '14:00' }, words)).toBe('11:00–14:00')
    expect(spanText({ from: '17:00', to: '02:00' }, words)).toBe('17:00–次日 02:00')
    expect(spanText({ from: '00:00', to: '24:00' }, words)).toBe('全天')
  })

  const draft = draftOf(HOURS)
  const spans = (...pairs: [string, string][]) => pairs.map(([from, to], id) => ({ id, from, to }))
  const tuesday = (...pairs: [string, string][]): DraftHours => ({
    ...draft,
    week: { ...draft.week, tue: spans(...pairs) },
  })
  it.each<[string, DraftHours, object]>([
    ['an overlap', tuesday(['09:00', '12:00'], ['11:00', '13:00']), { fault: 'overlap', at: 'tue' }],
    ['a span without length', tuesday(['09:00', '09:00']), { fault: 'length', at: 'tue' }],
    ['a date that nobody chose', { ...draft, dates: addDate(draft.dates) }, { fault: 'date', at: 1 }],
    [
      'a date that stands there twice',
      { ...draft, dates: draft.dates.flatMap((date) => [date, { ...date, id: 7 }]) },
      { fault: 'twice' },
    ],
    [
      'an overlap on a date',
      {
        ...draft,
        dates: [{ id: 3, date: '2026-10-01', note: '', spans: spans(['09:00', '12:00'], ['11:00', '13:00']) }],
      },
      { fault: 'overlap', at: 3 },
    ],
  ])('%s is named, with its place', (_what, wrong, fault) => expect(readDraft(wrong)).toEqual(fault))
})
