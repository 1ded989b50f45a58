import { type Latency, latency } from '../figures.ts'
import type { SentPayments } from '../payments-process.ts'
import { type Column, ms } from '../table.ts'

/** A stretch of a run of payments in which something else went on, or nothing. */
export interface Phase<What extends string> {
  what: What
  rate: number
  sent: number
  /** Not answered with 204. */
  refused: number
  answer: Latency
}

export const PHASE_COLUMNS: Column<Phase<string>>[] = [
  ['', ({ what }) => what],
  ['rate/s', ({ rate }) => String(rate)],
  ['sent', ({ sent }) => String(sent)],
  ['refused', ({ refused }) => String(refused)],
  ['answer p50', ({ answer }) => ms(answer.p50)],
  ['p99', ({ answer }) => ms(answer.p99)],
  ['max ms', ({ answer }) => ms(answer.max)],
]

/** The payments `first` up to `end`, from the moment at which each was due. */
export function phase<What extends string>(
  what: What,
  sent: SentPayments,
  { rate, startAt, first, end }: { rate: number; startAt: number; first: number; end: number },
): Phase<What> {
  const answers: number[] = []
  let refused = 0
  for (let i = first; i < end; i++) {
    if (sent.status[i] === 204) answers.push((sent.answeredAt[i] ?? 0) - startAt - (i * 1_000) / rate)
    else refused++
  }
  return { what, rate, sent: end - first, refused, answer: latency(answers) }
}
