import { LONGEST_NOTE, MOST_DATES } from '../../../shared/opening-hours.ts'
import { useUi } from '../parts/context.tsx'
import { DaySpans } from './day-spans.tsx'
import { addDate, type DraftDate } from './draft-hours.ts'

interface SpecialDaysProps {
  dates: readonly DraftDate[]
  /** The id of the date with a fault. */
  faultAt: string | number | undefined
  change(dates: readonly DraftDate[]): void
}

/** Shows the single dates with hours of their own: holidays, the day of the staff's outing. */
export function SpecialDays({ dates, faultAt, change }: SpecialDaysProps) {
  const words = useUi().messages.shop.hours
  const put = (id: number, part: Partial<DraftDate>) =>
    change(dates.map((date) => (date.id === id ? { ...date, ...part } : date)))
  return (
    <section className="special-days">
      <h4>{words.dates}</h4>
      <p>{words.datesHint}</p>
      {dates.map((each) => (
        <fieldset key={each.id} className="day" data-fault={faultAt === each.id || undefined}>
          <legend className="unseen">{`${each.date} ${each.note}`}</legend>
          <div className="pair-of-fields">
            <label className="labelled">
              <span>{words.date}</span>
              <input
                className="field"
                type="date"
                required
                value={each.date}
                onChange={({ target }) => put(each.id, { date: target.value })}
              />
            </label>
            <label className="labelled">
              <span>{words.note}</span>
              <input
                className="field"
                maxLength={LONGEST_NOTE}
                placeholder={words.noteHint}
                value={each.note}
                onChange={({ target }) => put(each.id, { note: target.value })}
              />
            </label>
          </div>
          <DaySpans spans={each.spans} change={(spans) => put(each.id, { spans })} />
          <button type="button" className="button" onClick={() => change(dates.filter(({ id }) => id !== each.id))}>
            {words.removeDate}
          </button>
        </fieldset>
      ))}
      {dates.length < MOST_DATES && (
        <div className="buttons">
          <button type="button" className="button" onClick={() => change(addDate(dates))}>
            {words.addDate}
          </button>
        </div>
      )}
    </section>
  )
}
