import type { Redeliver, Redelivered } from '../../shared/api/webhook-endpoints.ts'
import type { Context } from '../context/context.ts'
import { appError } from '../lib/app-error.ts'
import { getEndpoint, lockEndpoint } from './endpoints.ts'
import type { PlacedEvent } from './event-row.ts'
import { placeEvents } from './place-events.ts'
import { queueFor } from './queue-deliveries.ts'

/** Events queued by one transaction: few, because payments wait meanwhile. */
const BATCH = 200
/** Transactions of one call; who asks goes on from where it ended. */
const BATCHES = 50

interface Found extends PlacedEvent {
  at: number
}

/**
 * Queues events for an endpoint again, whether it has had them or not: one, or all that it wants from a time on. They go
 * before what waits already, in the order of their stores. Throws `webhook_endpoint_unknown`, `event_unknown`.
 */
export async function redeliver(
  ctx: Context,
  endpointId: string,
  { eventId, since = 0 }: Redeliver,
): Promise<Redelivered> {
  const endpoint = await getEndpoint(ctx.db.read, ctx, endpointId)
  if (eventId !== undefined) await requireEvent(ctx, endpoint.storeId, eventId)
  await placeEvents(ctx)
  if (eventId !== undefined) return { queued: await one(ctx, endpointId, eventId), since: null }
  let queued = 0
  let after = 0
  for (let batch = 0; batch < BATCHES; batch++) {
    const { found, count } = await ctx.db.write(async (tx) => {
      const endpoint = await lockEndpoint(tx, endpointId)
      const events = await tx.all<Found>(
        `SELECT store_id, seq, type, place, at FROM events WHERE place > ? AND at >= ? ORDER BY place LIMIT ?`,
        [after, since, BATCH],
      )
      return { found: events, count: await queueFor(tx, ctx.clock.now(), endpoint, events, true) }
    })
    queued += count
    const last = found.at(-1)
    if (last === undefined || found.length < BATCH) return { queued, since: null }
    after = last.place
  }
  const next = await ctx.db.read.get<{ at: number }>(
    'SELECT at FROM events WHERE place > ? AND at >= ? ORDER BY place LIMIT 1',
    [after, since],
  )
  return { queued, since: next?.at ?? null }
}

async function one(ctx: Context, endpointId: string, eventId: string): Promise<number> {
  return await ctx.db.write(async (tx) => {
    const endpoint = await lockEndpoint(tx, endpointId)
    const event = await tx.get<PlacedEvent>('SELECT store_id, seq, type, place FROM events WHERE id = ?', [eventId])
    if (event === undefined) throw appError('event_unknown')
    // Asked for by its id, it is sent whatever its type.
    return await queueFor(tx, ctx.clock.now(), { ...endpoint, types: null }, [event], true)
  })
}

/** Throws `event_unknown`, also for an event of a store that is not the endpoint's. */
async function requireEvent({ db }: Context, storeId: string | null, eventId: string): Promise<void> {
  const event = await db.read.get<{ store_id: string }>('SELECT store_id FROM events WHERE id = ?', [eventId])
  if (event === undefined || (storeId !== null && event.store_id !== storeId)) throw appError('event_unknown')
}
