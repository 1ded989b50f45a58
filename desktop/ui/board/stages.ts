import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import { ORDER_STATUS } from '../../../shared/order.ts'
import { waitingSince } from '../../../shared/reminder.ts'

/** The stages that the wall shows, one at a time; what waits for an answer stands in the lane above it. */
export const STAGES = ['accepted', 'delivering', 'done'] as const
export type Stage = (typeof STAGES)[number]

/** The status of the orders of a stage. */
export const STATUS_OF = {
  accepted: ORDER_STATUS.confirmed,
  delivering: ORDER_STATUS.delivering,
  done: ORDER_STATUS.completed,
} as const satisfies Record<Stage, number>

/** fresh: in time. due: somebody should look. late: a customer is angry. */
export type AgeBand = 'fresh' | 'due' | 'late'

/**
 * The one table of ages, minutes: from when on a ticket is due, and from when it is late. A dish has been ordered and
 * paid that long; a delivery has left the shop that long.
 */
const AGES: Record<Exclude<Stage, 'done'>, { due: number; late: number }> = {
  accepted: { due: 8, late: 15 },
  delivering: { due: 30, late: 45 },
}

const MINUTE_MS = 60_000

/** Finds the band of an age in milliseconds; nothing ages that is done. */
export function ageBand(stage: Stage, ageMs: number): AgeBand {
  if (stage === 'done') return 'fresh'
  const { due, late } = AGES[stage]
  if (ageMs >= late * MINUTE_MS) return 'late'
  return ageMs >= due * MINUTE_MS ? 'due' : 'fresh'
}

/** Reads since when an order ages in a stage, milliseconds since 1970. */
export function ageSince(stage: Stage, order: ReadOrder): number {
  const paid = waitingSince({ paidAt: order.paidAt ?? undefined, createdAt: order.createdAt }) ?? order.createdAt
  return stage === 'delivering' ? (order.dispatchedAt ?? paid) : paid
}
