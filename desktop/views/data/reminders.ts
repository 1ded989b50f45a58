import type { ReadOrder } from '../../../shared/api/read-orders.ts'
import type { ClaimedBy, ReminderFrame } from '../../../shared/protocol/frames.ts'
import { type FrameOrder, REMINDER_TYPE, type ReminderKind } from '../../../shared/reminder.ts'
import { cleanLine } from '../../../shared/text.ts'
import { orderWarnings } from '../../../shared/warnings/order-warnings.ts'
import type { BoardReminder } from '../../core/bell/bell-contract.ts'
import { MINUTE_MS, NOW } from './time.ts'

/** The time that the shop has for accepting an order, minutes. */
const LIMIT_MIN = 5

/** About what a server leaves in a frame: dishes, and characters of their texts and of the remark. */
const MOST = { items: 20, text: 60, remark: 300 }

interface Told {
  level?: 1 | 2 | 3
  n?: number
  order?: Partial<FrameOrder>
  /** Somebody outside who sees to it. */
  claimedBy?: ClaimedBy
  /** A human's answer here, which could still be taken back. */
  answering?: BoardReminder['answering']
}

/** Makes an open reminder of an order as the bell has it. Texts are as short as a server's frame has them. */
export function reminderOf(
  kind: ReminderKind,
  order: ReadOrder,
  { level = 1, n = 1, order: more, claimedBy, answering }: Told = {},
): BoardReminder {
  const id = `${kind}-${order.id}`
  const reminder: ReminderFrame = {
    type: REMINDER_TYPE[kind],
    orderId: order.id,
    content: `订单号：${order.number}`,
    id,
    seq: order.id,
    cursor: `c${order.id}`,
    n,
    level,
    at: (order.paidAt ?? NOW) + (n - 1) * MINUTE_MS,
    order: { ...summaryOf(order), ...more },
    ...(claimedBy !== undefined && { claimedBy }),
  }
  return { reminder, announced: n, ...(answering !== undefined && { answering, undo: id }) }
}

function summaryOf({ items, remark, customer, paidAt, createdAt, revivedAt, ...order }: ReadOrder): FrameOrder {
  const { warnings, more } = orderWarnings({ items, remark })
  return {
    number: order.number,
    amountMinor: order.amountMinor,
    currency: order.currency,
    fulfilment: order.fulfilment,
    ...(warnings.length > 0 && { warnings }),
    ...(more > 0 && { moreWarnings: more }),
    items: items.slice(0, MOST.items).map(({ name, quantity, note }) => ({
      name: cleanLine(name, MOST.text),
      quantity,
      ...(note && { note: cleanLine(note, MOST.text) }),
    })),
    moreItems: Math.max(0, items.length - MOST.items),
    ...(remark !== null && { remark: cleanLine(remark, MOST.remark) }),
    ...(customer !== null && { customer }),
    createdAt,
    ...(paidAt !== null && { paidAt, acceptBy: paidAt + LIMIT_MIN * MINUTE_MS }),
    ...(revivedAt !== null && { revived: true }),
    urges: order.urges,
  }
}
