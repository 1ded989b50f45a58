import * as z from 'zod'
import { answerQuerySchema } from '../../../shared/api/devices.ts'
import { attentionSchema } from '../../../shared/api/order-attention.ts'
import {
  acceptanceSchema,
  createOrderSchema,
  orderPageSchema,
  orderQuerySchema,
  orderSchema,
  reasonSchema,
  statisticsSchema,
} from '../../../shared/api/orders.ts'
import type { Actor } from '../../../shared/order.ts'
import { strikeOffSchema, struckSchema } from '../../../shared/struck.ts'
import { type HumanMove, moveOrder } from '../../commands/move-order.ts'
import { placeOrder } from '../../commands/place-order.ts'
import { readOrderAttention } from '../../commands/read-order-attention.ts'
import { readOrderPage } from '../../commands/read-order-history.ts'
import { strikePortions } from '../../commands/strike-portions.ts'
import { urgeOrder } from '../../commands/urge-order.ts'
import { appError } from '../../lib/app-error.ts'
import { struckOf } from '../../lib/stored-struck.ts'
import { getOrder } from '../../orders/get-order.ts'
import { toOrder } from '../../orders/order-row.ts'
import { storeStatistics } from '../../orders/statistics.ts'
import type { PaymentContext } from '../../payments/providers/port.ts'
import type { Gateway } from '../../sockets/gateway.ts'
import { type Caller, confinedTo, requireStore } from '../routing/caller.ts'
import { byOrderId } from '../routing/params.ts'
import { type Route, route } from '../routing/route.ts'

const tag = 'Orders'
const byStore = z.object({ id: z.string().min(1).max(64) })

/** Lists the routes of orders: their moves, urging, and the statistics of a store. */
export function orderRoutes(ctx: PaymentContext, gateway: Pick<Gateway, 'tellStruck'>): Route[] {
  /** Describes the route of one move. Without `bodySchema` the move takes no body, and one is ignored. */
  function moveRoute(
    move: HumanMove,
    summary: string,
    bodySchema?: typeof reasonSchema | typeof acceptanceSchema,
  ): Route {
    return route({
      method: 'post',
      path: `/v1/orders/{id}/${move}`,
      tag,
      summary,
      callers: move === 'cancel' ? ['device', 'ordering', 'connector', 'operator'] : ['device'],
      params: byOrderId,
      query: answerQuerySchema,
      ...(bodySchema !== undefined && { body: bodySchema }),
      ...(bodySchema === acceptanceSchema && { bodyOptional: true as const }),
      reply: { status: 200, schema: orderSchema },
      problems: ['order_unknown', 'order_move_illegal'],
      idempotent: true,
      handle: ({ params, query, body, caller, write }) => {
        const storeId = confinedTo(caller)
        const reason = reasonSchema.safeParse(body).data?.reason
        const readyInMinutes = acceptanceSchema.safeParse(body ?? {}).data?.readyInMinutes
        return write((tx) =>
          moveOrder(tx, ctx, {
            orderId: params.id,
            ...(storeId !== undefined && { storeId }),
            move,
            by: actorOf(caller),
            ...(caller.kind === 'device' && { name: caller.name, group: query.group }),
            ...(reason !== undefined && { reason }),
            ...(readyInMinutes !== undefined && { readyInMinutes }),
          }),
        )
      },
    })
  }

  return [
    route({
      method: 'post',
      path: '/v1/orders',
      tag,
      summary: 'Place an order: it rings when it is paid; in cash, or where it costs nothing, at once.',
      callers: ['ordering', 'connector', 'operator'],
      body: createOrderSchema,
      reply: { status: 201, schema: orderSchema },
      problems: ['store_unknown', 'store_paused', 'store_archived', 'order_number_taken'],
      idempotent: true,
      handle: ({ body, write }) => write((tx) => placeOrder(tx, ctx, body)),
    }),
    route({
      method: 'get',
      path: '/v1/orders',
      tag,
      summary:
        'Search orders, newest first. A device sees those of its own store; a key that is bound to several names one.',
      callers: ['ordering', 'operator', 'device'],
      query: orderQuerySchema,
      reply: { status: 200, schema: orderPageSchema },
      problems: ['cursor_invalid', 'store_unknown'],
      handle: async ({ query, caller }) => {
        if (query.storeId !== undefined) requireStore(caller, query.storeId)
        const storeId = confinedTo(caller) ?? query.storeId
        return await readOrderPage(ctx, { ...query, ...(storeId !== undefined && { storeId }) })
      },
    }),
    route({
      method: 'get',
      path: '/v1/orders/{id}',
      tag,
      summary: 'One order.',
      callers: ['ordering', 'connector', 'operator', 'device'],
      params: byOrderId,
      reply: { status: 200, schema: orderSchema },
      problems: ['order_unknown'],
      handle: async ({ params, caller }) => toOrder(await getOrder(ctx.db.read, params.id, confinedTo(caller))),
    }),
    route({
      method: 'get',
      path: '/v1/orders/{id}/attention',
      tag,
      summary: 'The story of an order: who was told on which device, who answered, and where its money is.',
      callers: ['ordering', 'operator', 'device'],
      params: byOrderId,
      reply: { status: 200, schema: attentionSchema },
      problems: ['order_unknown'],
      handle: ({ params, caller }) =>
        readOrderAttention(ctx, params.id, confinedTo(caller), caller.kind !== 'ordering'),
    }),
    moveRoute('confirm', 'Accept a paid order, and say in how many minutes it is ready.', acceptanceSchema),
    moveRoute('reject', 'Refuse a paid order, with the reason that the customer will read.', reasonSchema),
    moveRoute('dispatch', 'An accepted order has left the shop.'),
    moveRoute('complete', 'An order has reached its customer.'),
    moveRoute('cancel', 'Call an order off, with a reason.', reasonSchema),
    route({
      method: 'post',
      path: '/v1/orders/{id}/strikes',
      tag,
      summary: 'Strike portions off as made (划掉), or take that back. Devices of the store see it.',
      callers: ['device'],
      params: byOrderId,
      body: strikeOffSchema,
      reply: { status: 200, schema: struckSchema },
      problems: ['order_unknown', 'order_not_under_way'],
      handle: async ({ params, body, caller, write }) => {
        if (caller.kind !== 'device') throw appError('forbidden')
        const { storeId, name } = caller
        const by = { kind: 'device', name } as const
        const { stored, changed } = await write((tx) =>
          strikePortions(tx, ctx, { orderId: params.id, storeId, lines: body.lines, by }),
        )
        if (changed) gateway.tellStruck(storeId, params.id, stored)
        return struckOf(stored)
      },
    }),
    route({
      method: 'post',
      path: '/v1/orders/{id}/urge',
      tag,
      summary: 'The customer urges the shop (催单), once a minute at most.',
      callers: ['ordering', 'connector', 'operator'],
      params: byOrderId,
      reply: { status: 200, schema: orderSchema },
      problems: ['order_unknown', 'order_not_urgeable', 'urged_too_soon'],
      idempotent: true,
      handle: ({ params, write }) => write((tx) => urgeOrder(tx, ctx, params.id)),
    }),
    route({
      method: 'get',
      path: '/v1/stores/{id}/statistics',
      tag,
      summary: 'What the board of a store counts.',
      callers: ['ordering', 'operator', 'device'],
      params: byStore,
      reply: { status: 200, schema: statisticsSchema },
      problems: ['store_unknown'],
      handle: ({ params, caller }) => {
        requireStore(caller, params.id)
        return storeStatistics(ctx, params.id)
      },
    }),
  ]
}

/** Names the actor behind a caller: an ordering system and a connector act for the customer. Throws `forbidden`. */
function actorOf({ kind }: Caller): Exclude<Actor, 'payment' | 'system'> {
  if (kind === 'ordering' || kind === 'connector') return 'customer'
  if (kind === 'operator' || kind === 'device') return kind
  throw appError('forbidden')
}
