import type { CreateOrder, Order } from '../../shared/api/orders.ts'
import { legalMove } from '../../shared/order.ts'
import { cutText } from '../../shared/text.ts'
import type { ConnectorRow } from '../connectors/connector-row.ts'
import { fitOrder } from '../connectors/fit-order.ts'
import type { FittedOrder, PlatformNews } from '../connectors/kit/port.ts'
import type { Tx } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import { lockOrder } from '../orders/lock-order.ts'
import type { PaymentContext } from '../payments/providers/port.ts'
import { moveOrder } from './move-order.ts'
import { placeAnyway } from './place-order.ts'
import { recordPayments } from './record-payment.ts'
import { recordRefund } from './record-refund.ts'

/**
 * The meaning of news. placed: an order rings. known: it had been placed before. called_off: it is over here as well.
 * stale: it was called off since. ignored: nothing of it concerns the shop.
 */
export type Received = 'placed' | 'known' | 'called_off' | 'stale' | 'ignored'

type ToMake = Extract<PlatformNews, { kind: 'to_make' }>
type CalledOff = Extract<PlatformNews, { kind: 'called_off' }>

/**
 * Receives a platform’s word on one of its orders, in the caller’s transaction: an order that the shop has to make is
 * placed together with its payment and its reminder, or nothing of it (I1). The same word again changes nothing (I4).
 * Throws `UnfitBody` for an order that does not fit into ours.
 */
export async function receivePlatformNews(
  tx: Tx,
  ctx: PaymentContext,
  connector: Pick<ConnectorRow, 'id' | 'kind' | 'store_id'>,
  news: PlatformNews,
): Promise<Received> {
  if (news.kind === 'ignored') return 'ignored'
  const fitted = news.kind === 'to_make' ? fitOrder(news.order) : undefined
  const known = await claimOrder(tx, connector.id, news.externalId)
  const late = news.at !== undefined && known.heard_at !== null && news.at < known.heard_at
  if (news.kind === 'called_off') return late ? 'stale' : await callOff(tx, ctx, connector, news, known)
  if (known.order_id !== null) {
    await noteReturned(tx, ctx, connector, news)
    if (!late) await noteHeard(tx, connector, news)
    return 'known'
  }
  // It was called off before it was placed: only a later word brings it back.
  if (news.at !== undefined && known.heard_at !== null && news.at <= known.heard_at) return 'stale'
  await placePaid(tx, ctx, connector, news, fitted as FittedOrder)
  return 'placed'
}

interface KnownOrder {
  order_id: number | null
  heard_at: number | null
}

/** Claims a platform’s order until the end of the transaction, and reads what is known of it. */
async function claimOrder(tx: Tx, connectorId: string, externalId: string): Promise<KnownOrder> {
  const row = await tx.get<KnownOrder>(
    `INSERT INTO connector_orders (connector_id, external_id) VALUES (?, ?)
     ON CONFLICT (connector_id, external_id) DO UPDATE SET external_id = excluded.external_id
     RETURNING order_id, heard_at`,
    [connectorId, externalId],
  )
  if (row === undefined) throw new Error('INSERT INTO connector_orders returned nothing')
  return row
}

/** Notes the time of the platform’s latest word on an order, where it names one. */
async function noteHeard(
  tx: Tx,
  { id }: Pick<ConnectorRow, 'id'>,
  { at, externalId }: ToMake | CalledOff,
): Promise<void> {
  if (at === undefined) return
  await tx.run('UPDATE connector_orders SET heard_at = ? WHERE connector_id = ? AND external_id = ?', [
    at,
    id,
    externalId,
  ])
}

async function placePaid(
  tx: Tx,
  ctx: PaymentContext,
  connector: Pick<ConnectorRow, 'id' | 'kind' | 'store_id'>,
  news: ToMake,
  fitted: FittedOrder,
): Promise<void> {
  const input = { storeId: connector.store_id, ...fitted }
  const order = await placeNumbered(tx, ctx, news.money === 'paid' ? input : { ...input, payment: 'cash' })
  await tx.run('UPDATE connector_orders SET order_id = ?, called_off = 0 WHERE connector_id = ? AND external_id = ?', [
    order.id,
    connector.id,
    news.externalId,
  ])
  await noteHeard(tx, connector, news)
  // An order in cash, or one that costs nothing, rings already.
  if (order.payment === 'online') await pay(tx, ctx, connector, news, order)
  await noteReturned(tx, ctx, connector, news)
  await tx.run('UPDATE connectors SET last_order_at = ? WHERE id = ?', [ctx.clock.now(), connector.id])
}

/** Records that the platform has the money of an order, which rings by it. Throws an Error when the order stays unpaid. */
async function pay(
  tx: Tx,
  ctx: PaymentContext,
  connector: Pick<ConnectorRow, 'id' | 'kind'>,
  news: ToMake,
  { number, storeId, amountMinor, currency }: Order,
): Promise<void> {
  const paidAt = ctx.clock.now()
  const [result] = await recordPayments(tx, ctx, [
    {
      ...{ provider: connector.kind, transactionId: transactionOf(connector, news) },
      ...{ orderNumber: number, storeId, amountMinor, currency, paidAt },
    },
  ])
  if (result instanceof AppError) throw result
  if (result?.state !== 'applied') throw new Error('an order that was just placed was not paid')
}

/** The digits that tell apart two orders of one number; more than enough for the second, third and fourth try. */
const SUFFIX_DIGITS = 4
const TRIES = 4

/**
 * Places an order under the platform’s number; where another order of the store has it, with digits behind it. A store that
 * takes no orders at this moment is not asked: the platform has taken it.
 */
async function placeNumbered(tx: Tx, ctx: PaymentContext, input: CreateOrder & { number: string }): Promise<Order> {
  for (let tried = 1; ; tried++) {
    const number = tried === 1 ? input.number : `${cutText(input.number, 59)}-${ctx.random.digits(SUFFIX_DIGITS)}`
    try {
      return await placeAnyway(tx, ctx, { ...input, number })
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'order_number_taken') || tried === TRIES) throw error
    }
  }
}

/**
 * Calls an order off that the platform has called off, and notes the money that went back there. Of an order that was
 * never placed the end is remembered, so that an older word of it, which comes late, rings nobody.
 */
async function callOff(
  tx: Tx,
  ctx: PaymentContext,
  connector: Pick<ConnectorRow, 'id' | 'kind'>,
  news: CalledOff,
  known: KnownOrder,
): Promise<Received> {
  await noteHeard(tx, connector, news)
  // The platform need not be told what it has said.
  await tx.run('UPDATE connector_orders SET called_off = 1 WHERE connector_id = ? AND external_id = ?', [
    connector.id,
    news.externalId,
  ])
  if (known.order_id === null) return 'called_off'
  const order = await lockOrder(tx, known.order_id)
  // The platform speaks for the customer; once the shop has accepted, for whoever runs both.
  const by = (['customer', 'operator'] as const).find((one) => order && legalMove(order, 'cancel', one) !== undefined)
  if (order !== undefined && by !== undefined) {
    const { reason } = news
    await moveOrder(tx, ctx, { orderId: order.id, move: 'cancel', by, ...(reason !== undefined && { reason }) })
  }
  await noteReturned(tx, ctx, connector, news)
  return 'called_off'
}

/** Notes money that the platform has sent back. */
async function noteReturned(
  tx: Tx,
  ctx: PaymentContext,
  connector: Pick<ConnectorRow, 'id' | 'kind'>,
  news: ToMake | CalledOff,
): Promise<void> {
  if (news.returnedMinor < 1) return
  await recordRefund(tx, ctx, connector.kind, {
    transactionId: transactionOf(connector, news),
    state: 'succeeded',
    returnedMinor: news.returnedMinor,
  })
}

/** Names the payment of a platform’s order: the platform’s own number of it is not told. */
function transactionOf({ id }: Pick<ConnectorRow, 'id'>, { externalId }: ToMake | CalledOff): string {
  return `${id}/${externalId}`
}
