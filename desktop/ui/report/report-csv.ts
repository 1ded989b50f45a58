import type { ReadReport } from '../../../shared/api/attention-report.ts'
import { writeCsv } from '../../../shared/csv.ts'
import { ownEntry } from '../../../shared/own-entry.ts'
import { dateAndTime } from '../../../shared/store-time.ts'
import type { ReportMessages } from '../messages/report-messages.ts'

const MINUTE_MS = 60_000

/** Writes a report as a table: its figures, and below them the orders that were not accepted in time. */
export function reportCsv(report: ReadReport, words: ReportMessages, timeZone: string | undefined): string {
  const { facts, columns } = words
  const minutes = (ms: number | null | undefined) => (ms == null ? null : Math.round((ms / MINUTE_MS) * 10) / 10)
  return writeCsv([
    [words.title, dateAndTime(report.from, timeZone), dateAndTime(report.to, timeZone)],
    ...(['orders', 'inLimit', 'late', 'missed', 'waiting', 'cancelled', 'unspoken'] as const).map((name) => [
      facts[name],
      report[name],
    ]),
    [`${facts.toHear} p50`, minutes(report.toHear?.p50)],
    [`${facts.toHear} p90`, minutes(report.toHear?.p90)],
    [`${facts.toAnswer} p50`, minutes(report.toAnswer?.p50)],
    [`${facts.toAnswer} p90`, minutes(report.toAnswer?.p90)],
    [facts.alone, minutes(report.aloneMs)],
    ...(['told', 'toldFailed', 'refundsWaiting'] as const).map((name) => [facts[name], report[name]]),
    [],
    [columns.number, columns.paidAt, columns.end, columns.minutes, columns.spokenBy, columns.told],
    ...report.slow.map(({ number, paidAt, end, waitedMs, spokenBy, told }) => [
      number,
      dateAndTime(paidAt, timeZone),
      ownEntry(words.ends, end) ?? end,
      minutes(waitedMs),
      spokenBy,
      told,
    ]),
  ])
}
