import type { Currency } from '../../../shared/money.ts'
import type { Fulfilment } from '../../../shared/order.ts'
import type { DraftItem, DraftOrder, PlatformNews } from '../kit/port.ts'
import { minorOf, readAmount, readCurrency, unitAmount } from '../kit/read-money.ts'
import type { OrderBody } from './order-body.ts'
import type { WooCommerceSettings } from './settings.ts'

/** Statuses of an order whose money has not come: it waits for the customer, the bank or another try. */
const UNPAID = ['pending', 'on-hold', 'failed', 'checkout-draft', 'auto-draft', 'draft', 'new']
const CALLED_OFF = ['cancelled', 'refunded', 'trash']
/** Statuses in which the shop has to make an order that is not paid: it is paid at the door. */
const MADE_UNPAID = ['processing', 'completed']

/** Reads what an order of WooCommerce says. Throws `UnfitBody`. */
export function readOrder(body: OrderBody, settings: WooCommerceSettings): PlatformNews {
  const { status } = body
  if (UNPAID.includes(status)) return { kind: 'ignored', why: 'not paid' }
  const currency = readCurrency(body.currency)
  const amountMinor = readAmount(body.total, currency, 'total')
  const about = { externalId: String(body.id), at: timeOf(body.date_modified_gmt) }
  const back = returnedMinor(body, currency)
  if (CALLED_OFF.includes(status)) {
    const all = status === 'refunded' ? amountMinor : back
    return { kind: 'called_off', ...about, returnedMinor: Math.max(all, back) }
  }
  const paid = body.date_paid_gmt !== '' || body.date_paid !== ''
  // A status of a plugin's own, of which nobody knows what it means: the money decides.
  if (!paid && !MADE_UNPAID.includes(status)) return { kind: 'ignored', why: 'not paid' }
  return {
    kind: 'to_make',
    ...about,
    // Cash on delivery is `processing` at once, and dated as paid only when it is `completed`.
    money: paid ? 'paid' : 'on_delivery',
    returnedMinor: back,
    order: draftOf(body, settings, currency, amountMinor),
  }
}

function draftOf(body: OrderBody, settings: WooCommerceSettings, currency: Currency, amountMinor: number): DraftOrder {
  const { billing, shipping } = body
  const fulfilment = fulfilmentOf(body, settings)
  const to = shipping?.address_1 ? shipping : billing
  return {
    number: body.number === '' ? String(body.id) : body.number,
    amountMinor,
    currency,
    fulfilment,
    items: body.line_items.map((line) => itemOf(line, currency)),
    remarks: [body.customer_note, ...orderFields(body, settings.orderFields)],
    customer: {
      name: joined([to?.first_name, to?.last_name]) || joined([billing?.first_name, billing?.last_name]),
      phone: shipping?.phone || billing?.phone,
      ...(fulfilment === 'delivery' && {
        address: joined([to?.company, to?.address_1, to?.address_2, to?.city, to?.state, to?.postcode]),
      }),
    },
  }
}

/** Local pickup is a way of shipping: `local_pickup`, and `pickup_location` of the checkout block. */
function fulfilmentOf({ shipping_lines: lines }: OrderBody, settings: WooCommerceSettings): Fulfilment {
  const methods = lines.map(({ method_id: id }) => id)
  if (methods.length === 0) return settings.fulfilment
  return methods.every((id) => id === 'local_pickup' || id === 'pickup_location') ? 'pickup' : 'delivery'
}

function itemOf(line: OrderBody['line_items'][number], currency: Currency): DraftItem {
  const [net, tax] = [minorOf(line.total, currency), line.total_tax === '' ? 0 : minorOf(line.total_tax, currency)]
  return {
    name: line.name,
    quantity: line.quantity,
    unitAmountMinor: net === undefined || tax === undefined ? undefined : unitAmount(net + tax, line.quantity),
    notes: notesOf(line.meta_data),
  }
}

/** Writes the fields of a line that customers fill in. A name that begins with `_` is WordPress’ mark of hidden ones. */
function notesOf(fields: OrderBody['meta_data']): string[] {
  return fields
    .filter(({ key }) => key !== '' && !key.startsWith('_'))
    .map((field) => `${field.display_key || field.key}：${textOf(field.value)}`)
}

function orderFields({ meta_data: fields }: OrderBody, names: readonly string[]): string[] {
  return fields
    .filter(({ key }) => names.includes(key))
    .map(({ key, value }) => `${key.replace(/^_/, '')}：${textOf(value)}`)
}

/** Writes a field’s value; what is no plain value is written as it stands, so that nothing in it goes unread. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return JSON.stringify(value ?? '')
}

function returnedMinor({ refunds }: OrderBody, currency: Currency): number {
  return refunds.reduce((sum, { total }) => sum + (minorOf(total.replace(/^-/, ''), currency) ?? 0), 0)
}

/** Reads a time of WooCommerce, which is UTC and does not say so: `2026-11-27T10:15:00`. */
function timeOf(text: string): number | undefined {
  const at = Date.parse(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text) ? `${text}Z` : text)
  return at >= 0 ? at : undefined
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' ')
}
