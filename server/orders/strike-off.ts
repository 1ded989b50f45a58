import type { OrderItem } from '../../shared/api/orders.ts'
import type { StrikeOff } from '../../shared/struck.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { parseStruck, type StoredStruck } from '../lib/stored-struck.ts'
import { getOrder } from './get-order.ts'
import { lockOrder } from './lock-order.ts'
import type { OrderRow } from './order-row.ts'
import { UNDER_WAY } from './under-way.ts'

export interface StrikeOffInput extends StrikeOff {
  orderId: number
  /** The store of the device: it strikes off nothing of another (I12). */
  storeId: string
}

/**
 * Strikes portions off an order that is under way, or takes that back: each line becomes what it is said to be, unless
 * somebody has said something else of it later. Resolves to the order as it was, the column as it is now, and whether anything
 * to be seen has changed. No reminder is touched and no log grows: what is struck off is a note among cooks. Throws `order_unknown`,
 * `order_not_under_way`, and `body_invalid` for lines and portions that the order has not.
 */
export async function strikeOff(
  tx: Tx,
  ctx: Context,
  { orderId, storeId, lines }: StrikeOffInput,
): Promise<{ order: OrderRow; stored: string; changed: boolean }> {
  // Before the lock: a device of another store must not hold a row of this one.
  await getOrder(tx, orderId, storeId)
  const order = await lockOrder(tx, orderId)
  if (order === undefined) throw appError('order_unknown')
  if (!UNDER_WAY.includes(order.status)) throw appError('order_not_under_way')
  refuseOthers(lines, JSON.parse(order.items) as OrderItem[])
  const before = parseStruck(order.struck)
  const { after, changed } = applyLines(before, lines, ctx.clock.now())
  const stored = JSON.stringify(after)
  if (stored !== order.struck) await tx.run('UPDATE orders SET struck = ? WHERE id = ?', [stored, orderId])
  return { order, stored, changed }
}

/** Throws `body_invalid` for lines that the order has not, and for more portions than were ordered. */
function refuseOthers(lines: StrikeOff['lines'], items: readonly OrderItem[]): void {
  const faults = lines.flatMap(({ line, portions }, index) => {
    const ordered = items[line]?.quantity
    if (ordered === undefined) return [{ path: `lines.${index}.line`, message: 'must be a line of the order' }]
    if (portions > ordered) return [{ path: `lines.${index}.portions`, message: 'must not be more than were ordered' }]
    return []
  })
  if (faults.length > 0) throw appError('body_invalid', { faults: faults.slice(0, 20) })
}

function applyLines(
  before: StoredStruck,
  lines: StrikeOff['lines'],
  now: number,
): { after: StoredStruck; changed: boolean } {
  const kept = new Map(before.lines.map((one) => [one.line, one]))
  let changed = false
  for (const { line, portions, agoMs } of lines) {
    const at = now - agoMs
    const known = kept.get(line)
    // A time in the future is of a clock that was set back since: whoever comes now is later.
    if (known !== undefined && Math.min(known.at, now) > at) continue
    changed ||= (known?.portions ?? 0) !== portions
    kept.set(line, { line, portions, at })
  }
  const sorted = [...kept.values()].toSorted((a, b) => a.line - b.line)
  // By the clock, so that it also grows beyond what devices saw of a history that a restore from a backup has ended.
  const rev = changed ? Math.max(before.rev + 1, now) : before.rev
  return { after: { rev, lines: sorted }, changed }
}
