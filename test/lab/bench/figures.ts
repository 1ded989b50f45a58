import type { StoredRows } from './contenders/contender.ts'
import { type Column, millis, plain, share } from './table.ts'

/** Latencies in milliseconds: exact percentiles of every one of them, nothing sampled or put into buckets. */
export interface Latency {
  p50: number
  p99: number
  max: number
}

/** Nearest rank: the smallest value that at least this share of all values does not exceed. `NaN` when there is none. */
export function latency(values: readonly number[]): Latency {
  const sorted = Float64Array.from(values).sort()
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
  return { p50: rank(0.5), p99: rank(0.99), max: rank(1) }
}

/** What one rate came to. Counts are of the measured seconds unless it says otherwise; CPU shares are of one core. */
export interface RateResult {
  contender: string
  rate: number
  seconds: number
  devicesPerStore: number
  sent: number
  answered: number
  received: number
  /** Answered 204 and never received. */
  lost: number
  doubles: number
  dropped: number
  /** Places at which a device's sequence was not dense, and reminders that came to another store's device. */
  gaps: number
  foreign: number
  /** Rows in the database after the end, warm-up included; `unstored`: answered 204 and not there. */
  stored?: StoredRows
  unstored?: number
  /** Scheduled time of the payment → its frame in the device's process. */
  path: Latency
  /** Scheduled time of the payment → its answer in the sender's process. */
  answer: Latency
  /** Scheduled time → really sent: what of the above is the sender's own fault. */
  late: Latency
  serverCpu: number
  serverMicrosPerPayment: number
  serverRssMb: number
  /** Of a database server beside ours: all its processes. */
  databaseCpu?: number
  databaseMicrosPerPayment?: number
  /** The longest time for which the server's JavaScript thread was busy with one thing. */
  longestStallMs: number
  /** The other two processes of this benchmark. */
  clientsCpu: number
  /** Share of the whole machine that programs which are not this benchmark's took: with much of it, measure again. */
  strangers: number
  /** Before the run: what one page on disk took, and the load of the machine. */
  diskSync: Latency
  loadBefore: number
}

/** For a table of results of one contender; {@link CONTENDER_COLUMN} goes in front where there are several. */
export const RATE_COLUMNS: readonly Column<RateResult>[] = [
  ['rate/s', (r) => String(r.rate)],
  ['sent', (r) => plain(r.sent)],
  ['204', (r) => plain(r.answered)],
  ['received', (r) => plain(r.received)],
  ['lost', (r) => plain(r.lost)],
  ['path p50', (r) => millis(r.path.p50)],
  ['p99', (r) => millis(r.path.p99)],
  ['max ms', (r) => millis(r.path.max)],
  ['answer p50', (r) => millis(r.answer.p50)],
  ['p99 ms', (r) => millis(r.answer.p99)],
  ['late p99', (r) => millis(r.late.p99)],
  ['server CPU', (r) => share(r.serverCpu)],
  ['µs/payment', (r) => plain(r.serverMicrosPerPayment)],
  ['database CPU', (r) => share(r.databaseCpu ?? Number.NaN)],
  ['its µs/payment', (r) => plain(r.databaseMicrosPerPayment ?? Number.NaN)],
  ['stall ms', (r) => millis(r.longestStallMs)],
  ['RSS MB', (r) => plain(r.serverRssMb)],
  ['clients', (r) => share(r.clientsCpu)],
  ['strangers', (r) => share(r.strangers)],
  ['sync p99', (r) => millis(r.diskSync.p99)],
  ['load', (r) => plain(r.loadBefore, 2)],
]

export const CONTENDER_COLUMN: Column<{ contender: string }> = ['contender', (r) => r.contender]

/** What must not be, in words; empty when all is well. */
export function faults(result: RateResult): string[] {
  const { rate, sent, answered, lost, unstored = 0, dropped, gaps, foreign } = result
  return [
    ...(answered < sent ? [`${sent - answered} payments were not answered with 204`] : []),
    ...(lost > 0 ? [`${lost} acknowledged payments never reached their device`] : []),
    ...(unstored > 0 ? [`${unstored} acknowledged payments are not in the database`] : []),
    ...(gaps > 0 ? [`${gaps} times a device's sequence was not dense`] : []),
    ...(foreign > 0 ? [`${foreign} reminders came to another store's device`] : []),
    ...(dropped > 0 ? [`${dropped} devices lost their connection`] : []),
  ].map((fault) => `${result.contender} at ${rate}/s: ${fault}`)
}
