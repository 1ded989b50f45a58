import { MOST_SPANS } from '../../../shared/opening-hours.ts'
import { useUi } from '../parts/context.tsx'
import { addSpan, type DraftSpan, endForField, endFromField, spanText, wholeDay } from './draft-hours.ts'

interface DaySpansProps {
  spans: readonly DraftSpan[]
  change(spans: readonly DraftSpan[]): void
}

/** Shows the spans of one day as pairs of time fields, to be changed, added to and removed. */
export function DaySpans({ spans, change }: DaySpansProps) {
  const words = useUi().messages.shop.hours
  const put = (id: number, part: Partial<DraftSpan>) =>
    change(spans.map((span) => (span.id === id ? { ...span, ...part } : span)))
  return (
    <div className="day-spans">
      {spans.length === 0 && <p className="day-closed">{words.closed}</p>}
      {spans.map((span) => (
        <div key={span.id} className="day-span">
          <input
            className="field"
            type="time"
            required
            aria-label={words.from}
            value={span.from}
            onChange={({ target }) => target.value !== '' && put(span.id, { from: target.value })}
          />
          <span aria-hidden="true">–</span>
          <input
            className="field"
            type="time"
            required
            aria-label={words.to}
            value={endForField(span.to)}
            onChange={({ target }) => target.value !== '' && put(span.id, { to: endFromField(target.value) })}
          />
          {/* A native time field follows the browser's language, and no field says which day. */}
          <p className="day-span-text">
            <span>{spanText(span, words)}</span>
            <button
              type="button"
              className="button quiet"
              aria-label={words.removeSpan(spanText(span, words))}
              onClick={() => change(spans.filter(({ id }) => id !== span.id))}
            >
              {words.removeShort}
            </button>
          </p>
        </div>
      ))}
      <div className="buttons">
        {spans.length < MOST_SPANS && (
          <button type="button" className="button" onClick={() => change(addSpan(spans))}>
            {words.addSpan}
          </button>
        )}
        {spans.length === 0 && (
          <button type="button" className="button" onClick={() => change(wholeDay())}>
            {words.wholeDay}
          </button>
        )}
      </div>
    </div>
  )
}
