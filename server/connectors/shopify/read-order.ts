import type { Currency } from '../../../shared/money.ts'
import { type DraftItem, type DraftOrder, type PlatformNews, UnfitBody } from '../kit/port.ts'
import { minorOf, readAmount, readCurrency } from '../kit/read-money.ts'
import type { OrderBody } from './order-body.ts'
import type { ShopifySettings } from './settings.ts'

/** Financial statuses of an order all of whose money has come, whatever part of it went back since. */
const PAID = ['paid', 'partially_refunded', 'refunded']

/** Reads what an order of Shopify says. Throws {@link UnfitBody}. */
export function readOrder(body: OrderBody, topic: string, settings: ShopifySettings): PlatformNews {
  const currency = readCurrency(body.currency)
  const amountMinor = readAmount(body.total_price, currency, 'total_price')
  const about = { externalId: idOf(body), at: timeOf(body.updated_at) }
  const all = body.financial_status === 'refunded' ? amountMinor : 0
  const returnedMinor = Math.max(all, refundedMinor(body, currency))
  if (topic === 'orders/cancelled' || body.cancelled_at !== '' || body.financial_status === 'refunded')
    return { kind: 'called_off', ...about, ...reasonOf(body), returnedMinor }
  const money = moneyOf(body, topic, settings)
  if (money === undefined) return { kind: 'ignored', why: 'not paid' }
  return { kind: 'to_make', ...about, money, returnedMinor, order: draftOf(body, currency, amountMinor) }
}

function idOf({ admin_graphql_api_id: gid, id }: OrderBody): string {
  const found = /\/Order\/(\d{1,32})$/.exec(gid)?.[1] ?? id
  if (found === undefined) throw new UnfitBody('the order has no id')
  return found
}

function moneyOf(
  body: OrderBody,
  topic: string,
  { paidAtTheDoor }: ShopifySettings,
): 'paid' | 'on_delivery' | undefined {
  if (topic === 'orders/paid' || PAID.includes(body.financial_status)) return 'paid'
  const known = paidAtTheDoor.map((name) => name.toLowerCase())
  const gateways = body.payment_gateway_names.map((name) => name.toLowerCase())
  return body.financial_status === 'pending' && gateways.some((name) => known.includes(name))
    ? 'on_delivery'
    : undefined
}

/** Shopify’s own words for why (`cancel_reason`), but for `other`, which says nothing. */
function reasonOf({ cancel_reason: reason }: OrderBody): { reason?: string } {
  return reason === '' || reason === 'other' ? {} : { reason: reason.slice(0, 60) }
}

function draftOf(body: OrderBody, currency: Currency, amountMinor: number): DraftOrder {
  const { shipping_address: to, billing_address: billing, customer } = body
  return {
    number: body.name || body.order_number || idOf(body),
    amountMinor,
    currency,
    // Nothing is sent anywhere: the customer comes.
    fulfilment: to ? 'delivery' : 'pickup',
    items: body.line_items.map((line) => itemOf(line, currency)),
    remarks: [body.note, ...wordsOf(body.note_attributes)],
    customer: {
      name: to?.name || joined([customer?.first_name, customer?.last_name]) || billing?.name,
      phone: to?.phone || body.phone || customer?.phone || billing?.phone,
      address: joined([to?.company, to?.address1, to?.address2, to?.city, to?.province, to?.zip]),
    },
  }
}

function itemOf(line: OrderBody['line_items'][number], currency: Currency): DraftItem {
  return {
    // `name` is the title with the variant.
    name: line.name || joined([line.title, line.variant_title]),
    quantity: line.current_quantity ?? line.quantity,
    unitAmountMinor: minorOf(line.price, currency),
    notes: wordsOf(line.properties),
  }
}

/** Writes pairs that a customer has filled in. A name that begins with `_` is Shopify’s mark of hidden ones. */
function wordsOf(pairs: OrderBody['note_attributes']): string[] {
  return pairs
    .filter(({ name }) => !name.startsWith('_'))
    .map(({ name, value }) => ({ name, text: typeof value === 'string' ? value : JSON.stringify(value ?? '') }))
    .filter(({ text }) => text.trim() !== '' && text !== '""')
    .map(({ name, text }) => (name === '' ? text : `${name}：${text}`))
}

function refundedMinor({ refunds }: OrderBody, currency: Currency): number {
  return refunds
    .flatMap(({ transactions }) => transactions)
    .filter(({ kind, status }) => kind === 'refund' && status === 'success')
    .reduce((sum, { amount }) => sum + (minorOf(amount, currency) ?? 0), 0)
}

/** Reads a time with its zone: `2026-11-27T10:15:00-05:00`. */
function timeOf(text: string): number | undefined {
  const at = Date.parse(text)
  return at >= 0 ? at : undefined
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' ')
}
