import {
  markReturnedSchema,
  storeRefundPageSchema,
  storeRefundQuerySchema,
  storeRefundSchema,
} from '../../../shared/api/store-refunds.ts'
import { markReturned } from '../../commands/mark-returned.ts'
import { appError } from '../../lib/app-error.ts'
import { findStoreRefunds } from '../../payments/find-store-refunds.ts'
import type { PaymentContext } from '../../payments/providers/port.ts'
import { getStore, toStore } from '../../stores/stores.ts'
import { requireStore } from '../routing/caller.ts'
import { byPaymentId, byStoreId } from '../routing/params.ts'
import { type Route, route } from '../routing/route.ts'

const tag = 'Refunds'

/** Lists the routes by which a store sees the money that goes back, and notes what it returned by hand. */
export function refundRoutes(ctx: PaymentContext): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/stores/{id}/refunds',
      tag,
      summary:
        'The money of a store that goes back to its customers, or has gone (`state=done`). A device sees its own.',
      callers: ['operator', 'device'],
      params: byStoreId,
      query: storeRefundQuerySchema,
      reply: { status: 200, schema: storeRefundPageSchema },
      problems: ['store_unknown', 'cursor_invalid'],
      handle: async ({ params, query, caller }) => {
        requireStore(caller, params.id)
        const { settings } = toStore(await getStore(ctx.db.read, params.id))
        return { ...(await findStoreRefunds(ctx, params.id, query)), mayMark: settings.shopMayMarkRefunds }
      },
    }),
    route({
      method: 'post',
      path: '/v1/payments/{id}/returned-by-shop',
      tag,
      summary:
        'A device notes that the shop has returned by hand what was owed; its store must allow it (`shopMayMarkRefunds`).',
      callers: ['device'],
      audit: 'payment.note',
      params: byPaymentId,
      body: markReturnedSchema,
      reply: { status: 200, schema: storeRefundSchema },
      problems: ['payment_unknown', 'refund_mark_not_allowed', 'payment_decided', 'refund_amount_changed'],
      idempotent: true,
      handle: ({ params, body, caller, write }) =>
        write((tx) => {
          if (caller.kind !== 'device') throw appError('forbidden')
          const by = { kind: 'device' as const, name: caller.name }
          return markReturned(tx, ctx, { ...body, paymentId: params.id, storeId: caller.storeId, by })
        }),
    }),
  ]
}
