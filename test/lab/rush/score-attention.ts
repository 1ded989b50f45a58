import { writeTable } from '../bench/table.ts'
import type { History, Message, OrderHistory } from './history.ts'
import { LIMIT_MINUTES } from './outside.ts'
import type { Scenario } from './scenarios.ts'

const LIMIT_MS = LIMIT_MINUTES * 60_000
const HOUR_MS = 3_600_000

/** The figures of one shop; docs/rush.md defines each. Times are milliseconds from the payment. */
export interface AttentionScore {
  orders: number
  /** Answered, or called off, within the limit. */
  inLimit: number
  /** Not answered within the limit, but told to a named human outside within it. */
  told: number
  /** The numbers of the orders of which neither is true. */
  neither: string[]
  /** The longest time until a human outside was told of an order that was not answered within the limit. */
  slowestToldMs: number
  messages: number
  /** The most messages that one contact got within an hour. */
  mostInAnHour: number
}

/** Computes the figures of a shop with a limit and a policy. */
export function scoreAttention({ orders, told }: History): AttentionScore {
  const late = orders.filter((order) => !isInLimit(order))
  const toldAfter = late.map((order) => ({ order, after: toldAfterMs(order, told) }))
  const inTime = toldAfter.flatMap(({ after }) => (after !== undefined && after <= LIMIT_MS ? [after] : []))
  return {
    orders: orders.length,
    inLimit: orders.length - late.length,
    told: inTime.length,
    neither: toldAfter.flatMap(({ order, after }) =>
      after !== undefined && after <= LIMIT_MS ? [] : [order.plan.number],
    ),
    slowestToldMs: Math.max(0, ...inTime),
    messages: told.length,
    mostInAnHour: mostInAnHour(told),
  }
}

function isInLimit({ paidAt, acceptedAt, calledOffAt }: OrderHistory): boolean {
  const at = Math.min(acceptedAt ?? Number.POSITIVE_INFINITY, calledOffAt ?? Number.POSITIVE_INFINITY)
  return at - paidAt <= LIMIT_MS
}

/** Milliseconds from the payment until the first message about the order had been taken by a channel; `undefined`: none was. */
function toldAfterMs({ plan, paidAt }: OrderHistory, told: readonly Message[]): number | undefined {
  const first = told.filter(({ orders }) => orders.includes(plan.number)).map(({ at }) => at - paidAt)
  return first.length === 0 ? undefined : Math.min(...first)
}

function mostInAnHour(told: readonly Message[]): number {
  const counts = told.map(
    ({ contact, at }) =>
      told.filter((other) => other.contact === contact && other.at <= at && other.at > at - HOUR_MS).length,
  )
  return Math.max(0, ...counts)
}

/** Writes the scorecard of attention, a line a shop, in Markdown. */
export function writeAttention(
  shops: readonly { scenario: Scenario; seed: number; attention: AttentionScore }[],
): string {
  return writeTable({
    heads: [
      'shop',
      'seed',
      'orders',
      'answered in 3 min',
      'else told in 3 min',
      'neither',
      'slowest told, s',
      'messages',
      'most to one in 1 h',
    ],
    rows: shops.map(({ scenario, seed, attention }) => [
      ...[scenario, String(seed), String(attention.orders), String(attention.inLimit), String(attention.told)],
      ...[String(attention.neither.length), (attention.slowestToldMs / 1_000).toFixed(0)],
      ...[String(attention.messages), String(attention.mostInAnHour)],
    ]),
  })
}
