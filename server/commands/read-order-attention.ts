import type { Attention } from '../../shared/api/order-attention.ts'
import type { RefundPlan } from '../../shared/api/store-refunds.ts'
import { ORDER_STATUS } from '../../shared/order.ts'
import { type Manner, mannerOf } from '../../shared/protocol/manner.ts'
import type { AnsweredBy } from '../../shared/reminder.ts'
import { getOrder } from '../orders/get-order.ts'
import type { OrderRow } from '../orders/order-row.ts'
import { findOrderPayments } from '../payments/find-payments.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import { planRefund } from '../payments/refunds/plan-refund.ts'
import { toStoreRefund } from '../payments/store-refund.ts'
import type { ReminderRow } from '../reminders/reminder-row.ts'
import { getStore, toStore } from '../stores/stores.ts'
import { readTold } from './read-told.ts'
import { reachedBy, readVisits, type VisitRow } from './read-visits.ts'

type AttentionReminder = Attention['reminders'][number]
type AttentionReceipt = AttentionReminder['receipts'][number]

/** One announcement of a reminder at a device, as the database has it. `outcome` is JSON. */
interface ReceiptRow {
  reminder_id: string
  device_id: string
  device_name: string
  outcome: string
  announced_at: number
}

/**
 * Tells the story of an order: its reminders with who answered and what each device announced, and its payments. With
 * `storeId`, only of an order of that store (I12); without `names`, contacts stay unnamed. Throws `order_unknown`.
 */
export async function readOrderAttention(
  ctx: PaymentContext,
  orderId: number,
  storeId?: string,
  names = true,
): Promise<Attention> {
  const { read } = ctx.db
  const order = await getOrder(read, orderId, storeId)
  const { settings } = toStore(await getStore(read, order.store_id))
  const reminders = await read.all<ReminderRow>('SELECT * FROM reminders WHERE order_id = ? ORDER BY created_at, id', [
    orderId,
  ])
  const receipts = await read.all<ReceiptRow>(
    `SELECT receipts.reminder_id, receipts.device_id, devices.name AS device_name, receipts.outcome,
            receipts.announced_at
       FROM reminders JOIN receipts ON receipts.reminder_id = reminders.id
       JOIN devices ON devices.id = receipts.device_id
      WHERE reminders.order_id = ? ORDER BY receipts.announced_at, receipts.device_id`,
    [orderId],
  )
  const { payments } = await findOrderPayments(ctx, orderId)
  const now = ctx.clock.now()
  const reached = await readVisits(read, reminders, now)
  return {
    orderId,
    reminders: reminders.map((row) => toReminder(row, receipts, reached)),
    payments: payments.map(({ provider, state, amountMinor, currency, refundedMinor, refundFault, paidAt }) => ({
      ...{ provider, state, amountMinor, currency, refundedMinor, refundFault, paidAt },
    })),
    told: (await readTold(read, reminders, now)).map((one) => (names ? one : { ...one, contact: null })),
    ifCalledOff: await readPlan(ctx, order),
    refunds: payments.flatMap((payment) => toStoreRefund(payment, order) ?? []),
    mayMark: settings.shopMayMarkRefunds,
  }
}

/** Reads what calling an order off would do to its money; null when nobody can call it off any more. */
async function readPlan(ctx: PaymentContext, order: OrderRow): Promise<RefundPlan | null> {
  if (order.status === ORDER_STATUS.completed || order.status === ORDER_STATUS.cancelled) return null
  const { payment: _, ...plan } = await planRefund(ctx.db.read, ctx, order)
  return plan
}

function toReminder(row: ReminderRow, receipts: readonly ReceiptRow[], visits: readonly VisitRow[]): AttentionReminder {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    n: row.n,
    createdAt: row.created_at,
    answeredBy: row.answered_by === null ? null : (JSON.parse(row.answered_by) as AnsweredBy),
    answeredAt: row.answered_at,
    receipts: byDevice(receipts.filter(({ reminder_id }) => reminder_id === row.id)),
    reached: reachedBy(row, visits),
    claimedUntil: row.claimed_until,
  }
}

/** Gathers announcements, oldest first, to one receipt for each device. */
function byDevice(announced: readonly ReceiptRow[]): AttentionReceipt[] {
  const receipts = new Map<string, AttentionReceipt>()
  for (const row of announced) {
    const before = receipts.get(row.device_id)
    const outcome = JSON.parse(row.outcome) as AttentionReceipt['outcome']
    const manner = mannerOf(outcome)
    const count = (one: Exclude<Manner, 'neither'>) => (before?.[one] ?? 0) + (manner === one ? 1 : 0)
    receipts.set(row.device_id, {
      deviceId: row.device_id,
      device: row.device_name,
      times: (before?.times ?? 0) + 1,
      firstAt: before?.firstAt ?? row.announced_at,
      lastAt: row.announced_at,
      ...{ spoken: count('spoken'), counted: count('counted'), shown: count('shown') },
      outcome,
    })
  }
  return [...receipts.values()]
}
