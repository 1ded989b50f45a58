import { useState } from 'react'
import type { ReportQuery } from '../../../shared/api/attention-report.ts'
import { beginningOf, endOf } from '../history/days.ts'
import { useUi } from '../parts/context.tsx'
import { dateAndTime } from '../parts/format.ts'
import { saveFile } from '../parts/save-file.ts'
import { HandOver } from './hand-over.tsx'
import { reportCsv } from './report-csv.ts'
import { ReportFacts } from './report-facts.tsx'
import { SlowOrders } from './slow-orders.tsx'
import { useReport } from './use-report.ts'

const DAY_MS = 24 * 60 * 60_000
const MINUTE_MS = 60_000

/** Shows how the orders of a day or a shift were heard and answered, saves it as a table, and hands the shift over. */
export function ReportScreen() {
  const { view, clock, messages, timezone } = useUi()
  const { report: words } = messages
  const serverNow = clock.now() + view.status.serverAheadMs
  const today = dateAndTime(serverNow, timezone).slice(0, 10)
  const [day, setDay] = useState(today)
  const [since, setSince] = useState('')
  const range = rangeOf(day, since, timezone)
  const { report, failed, busy } = useReport(range)
  const yesterday = dateAndTime((beginningOf(today, timezone) ?? serverNow) - DAY_MS / 2, timezone).slice(0, 10)
  function choose(next: string): void {
    setDay(next)
    setSince('')
  }
  return (
    <section className="settings report">
      <h1>{words.title}</h1>
      <p className="lead">{words.lead}</p>
      <fieldset className="choice">
        <legend className="unseen">{words.day}</legend>
        <button type="button" aria-pressed={day === today && since === ''} onClick={() => choose(today)}>
          {words.today}
        </button>
        <button type="button" aria-pressed={day === yesterday && since === ''} onClick={() => choose(yesterday)}>
          {words.yesterday}
        </button>
      </fieldset>
      <div className="pair-of-fields">
        <label className="labelled">
          <span>{words.day}</span>
          <input
            className="field"
            type="date"
            max={today}
            value={day}
            onChange={({ target }) => target.value !== '' && choose(target.value)}
          />
        </label>
        <label className="labelled">
          <span>{words.since}</span>
          <input className="field" type="time" value={since} onChange={({ target }) => setSince(target.value)} />
        </label>
      </div>
      <HandOver missed={report?.missed ?? 0} ready={report !== undefined} />
      <div className="paper" aria-busy={busy}>
        {report === undefined ? (
          <p role="status">{failed ? words.failed : words.loading}</p>
        ) : (
          <>
            <ReportFacts report={report} />
            <div className="buttons">
              <button
                type="button"
                className="button"
                onClick={() => saveFile(`laidan-${day}.csv`, reportCsv(report, words, timezone))}
              >
                {words.csv}
              </button>
            </div>
          </>
        )}
      </div>
      {report !== undefined && report.orders > 0 && <SlowOrders report={report} />}
    </section>
  )
}

/** Finds the time of a day, or of the rest of it from a time on, by the store's clocks. */
function rangeOf(day: string, since: string, timezone: string | undefined): ReportQuery {
  const begin = beginningOf(day, timezone)
  const end = endOf(day, timezone)
  if (begin === undefined || end === undefined) return {}
  const [hours, minutes] = since.split(':').map(Number)
  const from = since === '' ? begin : begin + ((hours ?? 0) * 60 + (minutes ?? 0)) * MINUTE_MS
  return { from: Math.min(from, end - 1), to: end }
}
