import type { ReadReport } from '../../../shared/api/attention-report.ts'
import { useUi } from '../parts/context.tsx'

/** Shows the figures of a report: the orders, how soon they were heard and answered, and what stood in the way. */
export function ReportFacts({ report }: { report: ReadReport }) {
  const { messages } = useUi()
  const { report: words, duration } = messages
  const { facts } = words
  const seconds = (ms: number) => duration(Math.round(ms / 1_000))
  const spread = (times: ReadReport['toHear']) =>
    times === null ? words.never : words.spread(seconds(times.p50), seconds(times.p90))
  const alone = report.aloneMs === null ? words.unknown : report.aloneMs < 1_000 ? words.never : seconds(report.aloneMs)
  const bad = (count: number) => (count > 0 ? 'bad' : undefined)
  const rows: readonly [string, string, ('bad' | undefined)?][] = [
    [facts.toHear, spread(report.toHear)],
    [facts.toAnswer, spread(report.toAnswer)],
    [facts.late, String(report.late), bad(report.late)],
    [facts.waiting, String(report.waiting), bad(report.waiting)],
    [facts.cancelled, String(report.cancelled)],
    [facts.unspoken, String(report.unspoken), bad(report.unspoken)],
    [facts.alone, alone, bad(report.aloneMs ?? 0)],
    [facts.told, String(report.told)],
    [facts.toldFailed, String(report.toldFailed), bad(report.toldFailed)],
    [facts.refundsWaiting, String(report.refundsWaiting), bad(report.refundsWaiting)],
  ]
  return (
    <>
      {report.orders === 0 ? (
        <p>{words.none}</p>
      ) : (
        <ul className="report-heads">
          {(['orders', 'inLimit', 'missed'] as const).map((name) => (
            <li key={name} data-bad={name === 'missed' && report.missed > 0}>
              <b className="figure">{report[name]}</b>
              <span>{facts[name]}</span>
            </li>
          ))}
        </ul>
      )}
      <dl className="facts">
        {rows.map(([label, text, tone]) => (
          <div key={label} data-tone={tone}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
