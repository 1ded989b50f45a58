import type { Delivery, DeliveryPage, DeliveryQuery } from '../../shared/api/webhook-endpoints.ts'
import type { Context } from '../context/context.ts'
import { newestFirst } from '../db/paging.ts'
import { getEndpoint } from './endpoints.ts'

/** A delivery as it is listed, with what its event is. */
interface DeliveryRow {
  store_id: string
  seq: number
  place: number
  state: Delivery['state']
  attempts: number
  code: string | null
  tried_at: number | null
  delivered_at: number | null
  event_id: string
  type: string
}

/**
 * Lists what an endpoint was sent or waits for, the latest first, a page at a time. Throws `webhook_endpoint_unknown`,
 * `cursor_invalid`.
 */
export async function findDeliveries(
  ctx: Context,
  endpointId: string,
  { state, limit, cursor }: DeliveryQuery,
): Promise<DeliveryPage> {
  await getEndpoint(ctx.db.read, ctx, endpointId)
  const search = ctx.db
    .query('webhook_deliveries as delivery')
    .join('events as event', (on) => on.on('event.store_id', 'delivery.store_id').andOn('event.seq', 'delivery.seq'))
    .select('delivery.*', 'event.id as event_id', 'event.type as type')
    .where('delivery.endpoint_id', endpointId)
  if (state !== undefined) search.where('delivery.state', state)
  const { rows, next } = await newestFirst<DeliveryRow>(search, {
    by: [{ column: 'delivery.place', field: 'place', type: 'number' }],
    limit,
    cursor,
  })
  return { deliveries: rows.map(toDelivery), next }
}

function toDelivery(row: DeliveryRow): Delivery {
  return {
    eventId: row.event_id,
    storeId: row.store_id,
    seq: row.seq,
    type: row.type,
    state: row.state,
    attempts: row.attempts,
    code: row.code,
    triedAt: row.tried_at,
    deliveredAt: row.delivered_at,
  }
}
