import type { AttentionReport } from '../../../shared/api/attention-report.ts'

/** A day of a store as a message of the next morning tells it: figures alone, and nothing of any customer. */
export interface DayFigures {
  /** Such as `2026-11-26`, by the store's clocks. */
  day: string
  orders: number
  inLimit: number
  late: number
  missed: number
  /** Times from the payment to the answer, milliseconds; null: nobody answered. */
  toAnswer: { p50: number; p90: number } | null
  /** Whole minutes without any connected device; null: it is not known. */
  aloneMinutes: number | null
  /** Payments that wait to be returned, when the message was made. */
  refundsWaiting: number
}

/** Takes out of a report what its message tells. */
export function figuresOf(day: string, report: AttentionReport): DayFigures {
  const { orders, inLimit, late, missed, toAnswer, aloneMs, refundsWaiting } = report
  const aloneMinutes = aloneMs === null ? null : Math.round(aloneMs / 60_000)
  return { day, orders, inLimit, late, missed, toAnswer, aloneMinutes, refundsWaiting }
}
