import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { reminderKind } from '../../../shared/reminder.ts'
import { warningsOf } from '../../../shared/warnings/order-warnings.ts'

/**
 * The reason for which an order is not accepted together with others. other_kind: it is no new order. unread: a frame has
 * not all of its dishes or warnings, or this client cannot read all of the frame. warning: a cook must read its warnings.
 */
export type KeptBack = 'other_kind' | 'warning' | 'unread'

/** Finds the reason for which a reminder wants an answer of its own; `undefined`: it may be accepted with others. */
export function keptBack({ type, order, unsure }: ReminderFrame): KeptBack | undefined {
  if (reminderKind(type) !== 'new_order') return 'other_kind'
  const { warnings, more } = warningsOf(order)
  if (unsure || order.moreItems > 0 || more > 0) return 'unread'
  return warnings.length > 0 ? 'warning' : undefined
}
