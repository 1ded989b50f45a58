import { type ReadOrder, readOrderSchema } from '../../../shared/api/read-orders.ts'
import type { RestClient, RestResult } from './rest-client.ts'

/** Reads an order of the device's store as it was placed, with whole texts; a frame carries shortened ones. */
export function readOrder(rest: RestClient, orderId: number): Promise<RestResult<ReadOrder>> {
  return rest.get(`/v1/orders/${orderId}`, readOrderSchema)
}
