import { type ReadReport, type ReportQuery, readReportSchema } from '../../../shared/api/attention-report.ts'
import { type PairedDevice, readPairedDeviceSchema } from '../../../shared/api/devices.ts'
import { type ReadAttention, readAttentionSchema } from '../../../shared/api/order-attention.ts'
import type { OrderQuery } from '../../../shared/api/orders.ts'
import {
  type ReadOrderPage,
  type ReadStatistics,
  readOrderPageSchema,
  readStatisticsSchema,
} from '../../../shared/api/read-orders.ts'
import {
  type ReadStoreRefund,
  type ReadStoreRefundPage,
  readStoreRefundPageSchema,
  readStoreRefundSchema,
  type StoreRefundQuery,
} from '../../../shared/api/store-refunds.ts'
import { type StrikeOff, type Struck, struckSchema } from '../../../shared/struck.ts'
import type { RestClient, RestResult } from './rest-client.ts'

/** The parameters of a search; a device asks for its own store alone. */
export type OrderSearch = { [Name in keyof Omit<OrderQuery, 'storeId'>]?: OrderQuery[Name] | undefined }

/** Trades a pairing code for a device token. */
export function pairDevice(
  rest: RestClient,
  device: { code: string; name: string; platform: string },
): Promise<RestResult<PairedDevice>> {
  return rest.post('/v1/devices/pair', readPairedDeviceSchema, device)
}

/** Finds orders of the device's store, newest first. */
export function findOrders(rest: RestClient, { ...query }: OrderSearch): Promise<RestResult<ReadOrderPage>> {
  return rest.get('/v1/orders', readOrderPageSchema, query)
}

/** Reads the story of an order of the device's store. */
export function readAttention(rest: RestClient, orderId: number): Promise<RestResult<ReadAttention>> {
  return rest.get(`/v1/orders/${orderId}/attention`, readAttentionSchema)
}

/** Strikes portions off an order of the device's store. Resolves to all that is struck off of it. */
export function strikeOff(rest: RestClient, orderId: number, lines: StrikeOff['lines']): Promise<RestResult<Struck>> {
  return rest.post(`/v1/orders/${orderId}/strikes`, struckSchema, { lines })
}

/** Reads the figures of a store's day. */
export function readStatistics(rest: RestClient, storeId: string): Promise<RestResult<ReadStatistics>> {
  return rest.get(`/v1/stores/${encodeURIComponent(storeId)}/statistics`, readStatisticsSchema)
}

/** Reads how the orders of a day or a shift were heard and answered. */
export function readReport(
  rest: RestClient,
  storeId: string,
  { from, to }: ReportQuery,
): Promise<RestResult<ReadReport>> {
  return rest.get(`/v1/stores/${encodeURIComponent(storeId)}/reports/attention`, readReportSchema, { from, to })
}

/** The parameters of a list of refunds; a device asks for its own store alone. */
export type RefundSearch = { [Name in keyof StoreRefundQuery]?: StoreRefundQuery[Name] | undefined }

/** Finds the money of a store that goes back, or has gone, the latest payment first. */
export function findRefunds(
  rest: RestClient,
  storeId: string,
  { ...query }: RefundSearch,
): Promise<RestResult<ReadStoreRefundPage>> {
  return rest.get(`/v1/stores/${encodeURIComponent(storeId)}/refunds`, readStoreRefundPageSchema, query)
}

/** Notes that the shop has returned by hand what was owed, minor units. Said again it stays as it was noted first. */
export function markReturned(
  rest: RestClient,
  paymentId: string,
  amountMinor: number,
): Promise<RestResult<ReadStoreRefund>> {
  return rest.post(`/v1/payments/${encodeURIComponent(paymentId)}/returned-by-shop`, readStoreRefundSchema, {
    amountMinor,
  })
}
