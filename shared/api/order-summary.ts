import type { Currency } from '../money.ts'
import type { OrderSummary } from '../reminder.ts'
import { cleanLine } from '../text.ts'
import { orderWarnings } from '../warnings/order-warnings.ts'
import type { CreateOrder, Customer } from './orders.ts'

/**
 * Bounds, in characters, that keep the largest frame below MAX_FRAME_BYTES even when each character takes four bytes.
 * The whole text stays with the order.
 */
const MAX_ITEMS = 20
const MAX_NAME = 60
const MAX_NOTE = 60
const MAX_REMARK = 300
const MAX_PERSON = 40
const MAX_ADDRESS = 120

/** The part of an order's summary that stays as the order was placed. */
type PlacedSummary = Pick<
  OrderSummary,
  | 'number'
  | 'amountMinor'
  | 'currency'
  | 'fulfilment'
  | 'warnings'
  | 'moreWarnings'
  | 'items'
  | 'moreItems'
  | 'remark'
  | 'customer'
  | 'payment'
>

/**
 * Shortens an order to the part of a frame that never changes, once, when the order is placed: its payment then makes no
 * summary. Warnings are found in the whole texts, before anything is cut. Every reminder adds the rest (server/reminders/order-details.ts).
 */
export function summariseOrder(
  order: Pick<CreateOrder, 'amountMinor' | 'fulfilment' | 'items' | 'remark' | 'customer' | 'payment'> & {
    number: string
    currency: Currency
  },
): PlacedSummary {
  const { number, amountMinor, currency, fulfilment, items, remark } = order
  const { warnings, more } = orderWarnings({ remark, items })
  const customer = order.customer && summariseCustomer(order.customer)
  return {
    number,
    amountMinor,
    currency,
    fulfilment,
    ...(warnings.length > 0 && { warnings }),
    ...(more > 0 && { moreWarnings: more }),
    items: items.slice(0, MAX_ITEMS).map(({ name, quantity, note }) => ({
      name: cleanLine(name, MAX_NAME),
      quantity,
      ...present('note', note, MAX_NOTE),
    })),
    moreItems: Math.max(0, items.length - MAX_ITEMS),
    ...present('remark', remark, MAX_REMARK),
    ...(customer !== undefined && { customer }),
    ...(order.payment !== undefined && { payment: order.payment }),
  }
}

function summariseCustomer(customer: Customer): OrderSummary['customer'] {
  const summary = {
    ...present('name', customer.name, MAX_PERSON),
    ...present('phone', customer.phone, MAX_PERSON),
    ...present('address', customer.address, MAX_ADDRESS),
  }
  return Object.keys(summary).length === 0 ? undefined : summary
}

function present<Key extends string>(key: Key, text: string | null | undefined, max: number): { [K in Key]?: string } {
  const clean = cleanLine(text ?? '', max)
  return (clean === '' ? {} : { [key]: clean }) as { [K in Key]?: string }
}
