import {
  type OpeningHours,
  type OpenSpan,
  openingHoursSchema,
  WEEKDAYS,
  type Weekday,
} from '../../../shared/opening-hours.ts'
import type { HoursMessages } from '../messages/shop-messages.ts'

/** A span while it is edited. The id tells it from its neighbours, and nothing else. */
export interface DraftSpan extends OpenSpan {
  id: number
}

export interface DraftDate {
  id: number
  /** `2026-10-01`; empty until it is chosen. */
  date: string
  note: string
  spans: readonly DraftSpan[]
}

/** Opening hours while they are edited: they need not be sound. */
export interface DraftHours {
  week: Readonly<Record<Weekday, readonly DraftSpan[]>>
  dates: readonly DraftDate[]
}

/** A fault of a draft, and its place. */
export interface DraftFault {
  fault: keyof HoursMessages['faults']
  /** The weekday, or the id of the date; absent: somewhere. */
  at?: Weekday | number
}

const USUAL: OpenSpan = { from: '10:00', to: '22:00' }
const WHOLE_DAY: OpenSpan = { from: '00:00', to: '24:00' }

/** Makes the draft of saved hours; without any, of usual ones. */
export function draftOf(hours: OpeningHours | null): DraftHours {
  return {
    week: byWeekday((day) => withIds(hours?.week[day] ?? [USUAL])),
    dates: (hours?.dates ?? []).map(({ date, note = '', spans }, id) => ({ id, date, note, spans: withIds(spans) })),
  }
}

/** Reads a draft as hours to be saved, or finds its first fault. */
export function readDraft({ week, dates }: DraftHours): { hours: OpeningHours } | DraftFault {
  const bare = (spans: readonly DraftSpan[]) => spans.map(({ from, to }) => ({ from, to }))
  const read = openingHoursSchema.safeParse({
    week: byWeekday((day) => bare(week[day])),
    dates: dates.map(({ date, note, spans }) => ({ date, spans: bare(spans), ...(note.trim() !== '' && { note }) })),
  })
  if (read.success) return { hours: read.data }
  const [issue] = read.error.issues
  const [part, name] = issue?.path ?? []
  const at = part === 'week' ? WEEKDAYS.find((day) => day === name) : dates[Number(name)]?.id
  return { fault: kindOf(issue?.path ?? [], issue?.message ?? ''), ...(at !== undefined && { at }) }
}

function kindOf(path: readonly PropertyKey[], message: string): DraftFault['fault'] {
  const last = path.at(-1)
  if (last === 'to' && message.startsWith('must differ')) return 'length'
  if (message === 'must not overlap') return 'overlap'
  if (message === 'must name a date once') return 'twice'
  return last === 'date' ? 'date' : 'other'
}

/** Adds a span behind the others of a day. */
export function addSpan(spans: readonly DraftSpan[]): DraftSpan[] {
  const last = spans.at(-1)
  const free = last === undefined || last.to === '24:00' || last.to < last.from
  return [...spans, { ...(free ? USUAL : { from: last.to, to: '24:00' }), id: nextId(spans) }]
}

/** Opens a day from its beginning to its end. */
export function wholeDay(): DraftSpan[] {
  return withIds([WHOLE_DAY])
}

/** Adds a date, closed until it gets a span. */
export function addDate(dates: readonly DraftDate[]): DraftDate[] {
  return [...dates, { id: nextId(dates), date: '', note: '', spans: [] }]
}

/** Reads the field of an end: a native one knows no 24:00, and calls midnight 00:00. */
export function endFromField(value: string): string {
  return value === '00:00' ? '24:00' : value
}

/** Writes an end for a field, as {@link endFromField} reads it. */
export function endForField(to: string): string {
  return to === '24:00' ? '00:00' : to
}

/** Writes a span as `11:00–14:00`; one that ends after midnight says so. */
export function spanText({ from, to }: OpenSpan, words: Pick<HoursMessages, 'nextDay' | 'wholeDay'>): string {
  if (from === WHOLE_DAY.from && to === WHOLE_DAY.to) return words.wholeDay
  return to < from ? `${from}–${words.nextDay} ${to}` : `${from}–${to}`
}

function byWeekday<T>(of: (day: Weekday) => T): Record<Weekday, T> {
  return {
    mon: of('mon'),
    tue: of('tue'),
    wed: of('wed'),
    thu: of('thu'),
    fri: of('fri'),
    sat: of('sat'),
    sun: of('sun'),
  }
}

function withIds(spans: readonly OpenSpan[]): DraftSpan[] {
  return spans.map((span, id) => ({ ...span, id }))
}

function nextId(siblings: readonly { id: number }[]): number {
  return Math.max(-1, ...siblings.map(({ id }) => id)) + 1
}
