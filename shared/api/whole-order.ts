import type { FrameOrder } from '../reminder.ts'
import { orderWarnings } from '../warnings/order-warnings.ts'
import type { ReadOrder } from './read-orders.ts'

/** The sign with which a server ends a text that it has cut (shared/text.ts). */
const CUT = '…'

/** Tells whether a frame may lack a part of its order. A customer who ends a text with the sign gives a needless yes. */
export function isCut({ items, moreItems, moreWarnings, remark, customer, cancelReason }: FrameOrder): boolean {
  const texts = [
    ...[remark, cancelReason, customer?.name, customer?.phone, customer?.address],
    ...items.flatMap(({ name, note }) => [name, note]),
  ]
  return moreItems > 0 || moreWarnings !== undefined || texts.some((text) => text?.endsWith(CUT))
}

/** Puts the whole texts of an order into what a frame tells of it: every dish, note and warning, the remark, the customer. */
export function wholeOrder(frame: FrameOrder, { items, remark, customer, reason }: ReadOrder): FrameOrder {
  const { warnings } = orderWarnings({ remark, items }, Number.POSITIVE_INFINITY)
  const { moreWarnings: _, remark: _cut, ...rest } = frame
  return {
    ...rest,
    warnings,
    items: items.map(({ name, quantity, note }) => ({ name, quantity, ...(note && { note }) })),
    moreItems: 0,
    ...(remark && { remark }),
    ...(customer !== null && { customer }),
    ...(frame.cancelReason !== undefined && { cancelReason: reason ?? frame.cancelReason }),
  }
}

/** Lists the texts of an order that a human opened: they are shown whole wherever they stand. */
export function textsOf({ number, items, remark, customer, reason }: ReadOrder): string[] {
  const texts = [number, remark, reason, customer?.name, customer?.phone, customer?.address]
  return [...texts, ...items.flatMap(({ name, note }) => [name, note])].filter((text) => typeof text === 'string')
}
