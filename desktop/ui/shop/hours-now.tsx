import type { Store } from '../../../shared/api/stores.ts'
import { isOpen, LONGEST_NOTE, nextChange, type OpenSpan, WEEKDAYS } from '../../../shared/opening-hours.ts'
import { dateAndTime } from '../../../shared/store-time.ts'
import { dayOf, weekdayOf } from '../../../shared/wall-time.ts'
import type { HoursMessages } from '../messages/shop-messages.ts'
import { useServerNow, useUi } from '../parts/context.tsx'
import { UntrustedText } from '../parts/untrusted-text.tsx'
import { spanText } from './draft-hours.ts'

const MINUTE_MS = 60_000
/** Beyond them a weekday alone would be ambiguous. */
const DAYS_BY_NAME = 7

/** Says whether the shop is open, by what is saved, and lists its hours. */
export function HoursNow({ store }: { store: Store }) {
  const { messages, timezone } = useUi()
  const words = messages.shop.hours
  const now = useServerNow(MINUTE_MS)
  const { hours } = store.settings
  if (hours === null) return <p>{words.always}</p>
  const today = dateAndTime(now, timezone).slice(0, 10)
  const change = nextChange(hours, store.timezone, now)
  const then = change === undefined ? undefined : momentText(change, now, timezone, words)
  return (
    <>
      {/* On a device that does not know the zone the sentence would be wrong. */}
      {timezone !== undefined && (
        <p className="promise">{isOpen(hours, store.timezone, now) ? words.openNow(then) : words.closedNow(then)}</p>
      )}
      <dl className="facts">
        {WEEKDAYS.map((day) => (
          <div key={day}>
            <dt>{words.days[day]}</dt>
            <dd className="hours-spans">{spansText(hours.week[day], words)}</dd>
          </div>
        ))}
        {hours.dates
          .filter(({ date }) => date >= today)
          .toSorted((a, b) => (a.date < b.date ? -1 : 1))
          .map(({ date, note, spans }) => (
            <div key={date}>
              <dt>
                {date} <UntrustedText text={note ?? ''} max={LONGEST_NOTE} />
              </dt>
              <dd className="hours-spans">{spansText(spans, words)}</dd>
            </div>
          ))}
      </dl>
    </>
  )
}

function spansText(spans: readonly OpenSpan[], words: HoursMessages): string {
  return spans.map((span) => spanText(span, words)).join('  ') || words.closed
}

/** Writes the time of a change: `22:00` today, `周二 11:00` this week, else with its date. */
function momentText(at: number, now: number, timezone: string | undefined, words: HoursMessages): string {
  const [day = '', time = ''] = dateAndTime(at, timezone).split(' ')
  const [today = ''] = dateAndTime(now, timezone).split(' ')
  const ahead = dayOf(day) - dayOf(today)
  if (ahead === 0) return time
  if (ahead >= DAYS_BY_NAME) return `${day} ${time}`
  return `${words.days[WEEKDAYS[weekdayOf(dayOf(day))] ?? 'mon']} ${time}`
}
