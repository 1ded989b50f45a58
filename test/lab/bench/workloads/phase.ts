import { type Latency, latency } from '../figures.ts'
import type { SentPayments } from '../payments-process.ts'
import { type Column, median, millis, plain, share } from '../table.ts'

/** A stretch of a run of payments in which something else went on, or nothing. */
export interface Phase<What extends string> {
  what: What
  rate: number
  sent: number
  /** Not answered with 204. */
  refused: number
  answer: Latency
  /** Of one core, and of the whole machine, in this stretch. Absent where they were not measured. */
  serverCpu?: number
  strangers?: number
  /** How long after the stretch's end the rest of it was over: the next one was no longer alone, ms. */
  outlastedMs?: number
}

/** Something that ends by itself may end so much later than its stretch. */
const MAY_OUTLAST_MS = 1_000

export const PHASE_COLUMNS: Column<Phase<string>>[] = [
  ['phase', ({ what }) => what],
  ['rate/s', ({ rate }) => String(rate)],
  ['sent', ({ sent }) => plain(sent)],
  ['refused', ({ refused }) => plain(refused)],
  ['answer p50', ({ answer }) => millis(answer.p50)],
  ['p99', ({ answer }) => millis(answer.p99)],
  ['max ms', ({ answer }) => millis(answer.max)],
  ['server CPU', ({ serverCpu }) => share(serverCpu ?? Number.NaN)],
  ['strangers', ({ strangers }) => share(strangers ?? Number.NaN)],
]

/** How many times longer the p99 of one kind of phase is than that of another, medians of each. */
export function slowdown(phases: readonly Phase<string>[], busy: string, quiet: string): number {
  const p99 = (what: string) => median(phases.flatMap((one) => (one.what === what ? [one.answer.p99] : [])))
  return p99(busy) / p99(quiet)
}

/** The faults of phases, in words: refused payments, a disturbance that went on, a p99 more than `most` times that of quiet. */
export function phaseFaults(
  phases: readonly Phase<string>[],
  { busy, quiet, most }: { busy: string; quiet: string; most: number },
): string[] {
  return [
    ...phases.flatMap(({ what, refused }) => (refused > 0 ? [`${what}: ${refused} payments were refused`] : [])),
    ...phases.flatMap(({ what, outlastedMs = 0 }) =>
      outlastedMs > MAY_OUTLAST_MS ? [`${what} outlasted its stretch: give it more --seconds`] : [],
    ),
    ...(slowdown(phases, busy, quiet) > most ? [`${busy}: p99 is more than ${most} times that of ${quiet}`] : []),
  ]
}

/** A part of the payments of a run: from the one with the number `first` up to `end`. */
interface Part {
  rate: number
  startAt: number
  first: number
  end: number
}

/** The payments of a part, from the moment at which each was due. */
export function phase<What extends string>(what: What, sent: SentPayments, part: Part): Phase<What> {
  const answers = answersOf(sent, part)
  const count = part.end - part.first
  return { what, rate: part.rate, sent: count, refused: count - answers.length, answer: latency(answers) }
}

/** How long each payment of a part took that was answered with 204, ms. */
export function answersOf(sent: SentPayments, { rate, startAt, first, end }: Part): number[] {
  const answers: number[] = []
  for (let i = first; i < end; i++) {
    if (sent.status[i] === 204) answers.push((sent.answeredAt[i] ?? 0) - startAt - (i * 1_000) / rate)
  }
  return answers
}
