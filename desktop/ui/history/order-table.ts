import type { ReadOrder, ReadOrderHistory } from '../../../shared/api/read-orders.ts'
import type { ReadStoreRefund } from '../../../shared/api/store-refunds.ts'
import type { Locale } from '../../../shared/locales.ts'
import { splitAmount } from '../../../shared/money.ts'
import { ownEntry } from '../../../shared/own-entry.ts'
import type { Messages } from '../messages/messages.ts'
import { dateAndTime, fulfilmentOf, statusOf } from '../parts/format.ts'
import { csvText, textCell } from './csv.ts'

interface TableFacts {
  messages: Messages
  locale: Locale
  /** The store's zone; `undefined`: the device's own. */
  timezone: string | undefined
}

/** An order with what the history knows of it beyond the order. */
export interface HistoryOrder {
  order: ReadOrder
  answer: ReadOrderHistory['answers'][number] | undefined
  refunds: readonly ReadStoreRefund[]
}

/** Puts the parts of a page together by order. A server before this tells of the orders alone. */
export function withHistory(orders: readonly ReadOrder[], history: ReadOrderHistory | undefined): HistoryOrder[] {
  const answers = new Map(history?.answers.map((answer) => [answer.orderId, answer]))
  return orders.map((order) => ({
    order,
    answer: answers.get(order.id),
    refunds: history?.refunds.filter(({ orderId }) => orderId === order.id) ?? [],
  }))
}

/** Names whoever gave an answer: a device by its name, everybody else by what they are. */
export function answererOf({ by }: ReadOrderHistory['answers'][number], { toasts }: Messages): string {
  return by.name ?? ownEntry(toasts.by, by.kind) ?? by.kind
}

/** Writes orders as a table for spreadsheets: amounts as plain numbers, times as the store's clocks show them. */
export function orderTable(orders: readonly HistoryOrder[], facts: TableFacts): string {
  const { columns } = facts.messages.history
  return csvText([Object.values(columns).map(textCell), ...orders.map((order) => row(order, facts))])
}

function row({ order, answer, refunds }: HistoryOrder, { messages, timezone }: TableFacts): string[] {
  const time = (at: number | null | undefined) => textCell(typeof at === 'number' ? dateAndTime(at, timezone) : '')
  const { customer } = order
  const states = refunds.map(({ state }) => ownEntry(messages.money.tag, state) ?? state)
  const items = order.items.map(({ name, quantity, note }) => `${quantity}× ${name}${note ? ` (${note})` : ''}`)
  // Money in another currency fitted no order, and is no part of this one's.
  const own = refunds.filter(({ currency }) => currency === order.currency)
  const owed = own.reduce((sum, { owedMinor }) => sum + owedMinor, 0)
  // In the order of the columns' names.
  return [
    textCell(order.number),
    textCell(statusOf(order, messages)),
    textCell(messages.board.paid[order.payStatus] ?? String(order.payStatus)),
    textCell(fulfilmentOf(order, messages)),
    textCell(order.currency),
    amount(order.amountMinor, order.currency),
    amount(order.refundedMinor, order.currency),
    amount(owed, order.currency),
    textCell(states.join('; ')),
    time(order.createdAt),
    time(order.paidAt),
    time(order.confirmedAt),
    time(order.dispatchedAt),
    time(order.completedAt),
    time(order.cancelledAt),
    textCell(answer === undefined ? '' : answererOf(answer, messages)),
    time(answer?.at),
    textCell(customer?.name ?? ''),
    textCell(customer?.phone ?? ''),
    textCell(customer?.address ?? ''),
    textCell(order.remark ?? ''),
    textCell(order.reason ?? ''),
    textCell(items.join('\n')),
  ]
}

/** Writes an amount as a plain number; in minor units, marked so, where the currency's digits are unknown. */
function amount(minor: number, currency: string): string {
  const split = splitAmount(minor, currency)
  if (split === undefined) return textCell(`${minor} (minor units)`)
  return split.minor === '' ? split.major : `${split.major}.${split.minor}`
}
