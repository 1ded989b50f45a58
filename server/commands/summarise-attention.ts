import type { AttentionReport, SlowOrder } from '../../shared/api/attention-report.ts'

/** Most orders that a report lists by number. */
const MOST_LISTED = 200

/** An order as a report counts it. Times are milliseconds. */
export interface ReportedOrder {
  orderId: number
  number: string
  paidAt: number
  /** The state of its reminder. */
  state: string
  acceptBy: number
  answeredAt: number | null
  missedAt: number | null
  firstSpokenAt: number | null
  spokenBy: number
  told: number
}

/** A time for which a device was connected; `until_at` is absent while it is. */
interface Visit {
  from_at: number
  until_at: number | null
}

type Summary = Omit<AttentionReport, 'from' | 'to' | 'told' | 'toldFailed' | 'refundsWaiting'>

/** Counts how orders were heard and answered, and the time without a device. Pure: times are milliseconds. */
export function summariseAttention(
  orders: readonly ReportedOrder[],
  visits: readonly Visit[],
  { from, to, now }: { from: number; to: number; now: number },
): Summary {
  const ends = orders.map((order) => ({ order, end: endOf(order, now) }))
  const count = (...wanted: readonly End[]) => ends.filter(({ end }) => wanted.includes(end)).length
  const answered = ends.filter(({ end }) => end === 'in_limit' || end === 'late')
  const heard = orders.flatMap(({ firstSpokenAt, paidAt }) => (firstSpokenAt === null ? [] : [firstSpokenAt - paidAt]))
  return {
    orders: orders.length,
    inLimit: count('in_limit'),
    late: count('late'),
    missed: count('missed'),
    waiting: count('open', 'waiting'),
    cancelled: count('cancelled'),
    toHear: spreadOf(heard),
    toAnswer: spreadOf(answered.map(({ order }) => (order.answeredAt ?? now) - order.paidAt)),
    unspoken: orders.filter(({ spokenBy }) => spokenBy === 0).length,
    aloneMs: aloneMs(visits, from, to),
    slow: ends
      .flatMap(({ order, end }): SlowOrder[] => (isSlow(end) ? [slowOrder(order, end, now)] : []))
      .slice(0, MOST_LISTED),
  }
}

type End = 'in_limit' | 'late' | 'missed' | 'open' | 'waiting' | 'cancelled'

function endOf({ state, acceptBy, answeredAt, missedAt }: ReportedOrder, now: number): End {
  if (missedAt !== null || state === 'expired') return 'missed'
  if (state === 'open') return now > acceptBy ? 'waiting' : 'open'
  if (state === 'cancelled') return 'cancelled'
  return answeredAt !== null && answeredAt <= acceptBy ? 'in_limit' : 'late'
}

function isSlow(end: End): end is SlowOrder['end'] {
  return end === 'missed' || end === 'late' || end === 'waiting'
}

function slowOrder(order: ReportedOrder, end: SlowOrder['end'], now: number): SlowOrder {
  const { orderId, number, paidAt, answeredAt, missedAt, spokenBy, told } = order
  return { orderId, number, paidAt, end, waitedMs: (missedAt ?? answeredAt ?? now) - paidAt, spokenBy, told }
}

/** Finds the times within which half, and nine of ten, lie: each one that was measured, so that it can be shown. */
function spreadOf(times: readonly number[]): Summary['toHear'] {
  if (times.length === 0) return null
  const sorted = times.map((time) => Math.max(0, time)).toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0
  return { p50: at(0.5), p90: at(0.9) }
}

/** Measures the time between `from` and `to` in which no visit was; `null` where none is known of that time. */
function aloneMs(visits: readonly Visit[], from: number, to: number): number | null {
  if (visits.length === 0 || to <= from) return null
  let alone = 0
  let covered = from
  for (const { from_at, until_at } of visits.toSorted((a, b) => a.from_at - b.from_at)) {
    alone += Math.max(0, Math.min(from_at, to) - covered)
    covered = Math.max(covered, until_at ?? to)
  }
  return alone + Math.max(0, to - covered)
}
