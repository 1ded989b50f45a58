import { MARKER } from './expect-problem.ts'
import { cursorQueries, long, type RouteRow } from './route-row.ts'

/** The routes by which a store sees the money that goes back, and notes what it returned by hand. */
export const REFUND_ROWS: Record<string, RouteRow> = {
  'GET /v1/stores/{id}/refunds': {
    good: ({ storeId, device }) => ({ path: `/v1/stores/${storeId}/refunds`, as: device.token }),
    queries: {
      ...cursorQueries,
      query_invalid: [
        ...cursorQueries.query_invalid,
        ...['state=', 'state=refunded', 'state=__proto__', 'state=open&state=done'],
      ],
    },
    missing: 'store_unknown',
  },
  'POST /v1/payments/{id}/returned-by-shop': {
    good: ({ payments, device }) => ({
      path: `/v1/payments/${payments.owed}/returned-by-shop`,
      as: device.token,
      body: { amountMinor: 3_850 },
    }),
    wrong: {
      amountMinor: [undefined, null, 0, -1, 38.5, '3850', 2 ** 53, 10_000_000_001, true, [3_850], {}, MARKER],
      note: [null, 7, [], {}, long(501)],
    },
    missing: 'payment_unknown',
    illegal: ({ payments }) => [
      ['another amount', { body: { amountMinor: 3_849 } }, 'refund_amount_changed'],
      ['more than there was', { body: { amountMinor: 3_851 } }, 'refund_amount_changed'],
      ['a field that no note has', { body: { amountMinor: 3_850, by: 'operator' } }, 'body_invalid'],
      ['money that pays an order', { path: `/v1/payments/${payments.applied}/returned-by-shop` }, 'payment_decided'],
      ['money of no order', { path: `/v1/payments/${payments.refundable}/returned-by-shop` }, 'payment_unknown'],
    ],
  },
}
