import { type PairedDevice, pairedDeviceSchema } from '../../../shared/api/devices.ts'
import {
  type OrderPage,
  type OrderQuery,
  orderPageSchema,
  type Statistics,
  statisticsSchema,
} from '../../../shared/api/orders.ts'
import type { RestClient, RestResult } from './rest-client.ts'

/** The parameters of a search; a device asks for its own store alone. */
export type OrderSearch = { [Name in keyof Omit<OrderQuery, 'storeId'>]?: OrderQuery[Name] | undefined }

/** Trades a pairing code for a device token. */
export function pairDevice(
  rest: RestClient,
  device: { code: string; name: string; platform: string },
): Promise<RestResult<PairedDevice>> {
  return rest.post('/v1/devices/pair', pairedDeviceSchema, device)
}

/** Finds orders of the device's store, newest first. */
export function findOrders(rest: RestClient, { ...query }: OrderSearch): Promise<RestResult<OrderPage>> {
  return rest.get('/v1/orders', orderPageSchema, query)
}

/** Reads the figures of a store's day. */
export function readStatistics(rest: RestClient, storeId: string): Promise<RestResult<Statistics>> {
  return rest.get(`/v1/stores/${encodeURIComponent(storeId)}/statistics`, statisticsSchema)
}
