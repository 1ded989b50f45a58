import { isCut, wholeOrder } from '../../../shared/api/whole-order.ts'
import type { ReminderFrame } from '../../../shared/protocol/frames.ts'
import { readOrder } from './read-order.ts'
import type { RestClient } from './rest-client.ts'

/** Reads the whole order of a reminder whose frame is shortened; the frame's order, where the server does not answer. */
export async function readWhole(rest: RestClient, { orderId, order }: ReminderFrame): Promise<ReminderFrame['order']> {
  if (!isCut(order)) return order
  const read = await readOrder(rest, orderId)
  return read.ok ? wholeOrder(order, read.value) : order
}
