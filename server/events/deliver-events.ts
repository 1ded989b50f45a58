import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { timedCall } from '../outbox/timed-call.ts'
import { workOff } from '../outbox/work-off.ts'
import type { CallEndpoint, EndpointAnswer } from './call-endpoint.ts'
import type { EndpointRow } from './endpoint-row.ts'
import { type EventRow, toEvent } from './event-row.ts'
import type { ClaimedLane, LaneRow } from './lane-row.ts'
import { noteFailure, noteSuccess } from './note-delivery.ts'
import { placeEvents } from './place-events.ts'
import { signDelivery } from './sign-delivery.ts'

/** Milliseconds after which a call has surely ended, with or without an answer. */
const LEASE_MS = 30_000
/** Calls under way to one endpoint: one that hangs holds up a part of the workers. */
const CALLS_AT_ONCE = 4

/** CROSS JOIN: SQLite takes the tables in this order. */
const DUE = `FROM webhook_lanes AS lane CROSS JOIN webhook_endpoints AS endpoint
  WHERE lane.next_at <= ? AND endpoint.id = lane.endpoint_id AND endpoint.state = 'on'`

/**
 * Places what was told, and works off the outbox of deliveries: one call at a time for each endpoint and store, in the
 * order of the store, the next one when the one before was answered with 2xx. An event may arrive twice, under the same id; a repetition after
 * a crash waits until the call before has surely ended. Resolves to the number of calls.
 */
export async function deliverEvents(ctx: Context, callEndpoint: CallEndpoint, stopping?: AbortSignal): Promise<number> {
  await placeEvents(ctx)
  return await workOff<LaneRow | ClaimedLane>(
    ctx,
    {
      due: `SELECT lane.store_id ${DUE} LIMIT ?`,
      first: (tx, now) =>
        tx.get<LaneRow>(
          `SELECT lane.* ${DUE} AND (SELECT COUNT(*) FROM webhook_lanes AS busy
              WHERE busy.endpoint_id = lane.endpoint_id AND busy.calling = 1 AND busy.next_at > ?) < ${CALLS_AT_ONCE}
            ORDER BY lane.next_at, lane.endpoint_id, lane.store_id LIMIT 1`,
          [now, now],
        ),
      claim: (tx, lane, now) => claim(tx, lane, now),
      call: (lane, signal) => call(ctx, callEndpoint, lane as ClaimedLane, signal),
    },
    stopping,
  )
}

/** Claims a lane for its next call; `undefined`: another server has it, or nothing waits in it any more. */
async function claim(tx: Tx, found: LaneRow, now: number): Promise<ClaimedLane | undefined> {
  const lane = await tx.get<LaneRow>(
    `UPDATE webhook_lanes SET calling = 1, attempts = attempts + 1, next_at = ?
      WHERE endpoint_id = ? AND store_id = ? AND next_at = ? RETURNING *`,
    [now + LEASE_MS, found.endpoint_id, found.store_id, found.next_at],
  )
  if (lane === undefined) return undefined
  const { endpoint_id: endpointId, store_id: storeId } = lane
  const endpoint = await tx.get<EndpointRow>('SELECT * FROM webhook_endpoints WHERE id = ?', [endpointId])
  const event = await tx.get<EventRow>(
    `SELECT events.* FROM webhook_deliveries AS queued CROSS JOIN events
      WHERE queued.endpoint_id = ? AND queued.store_id = ? AND queued.state = 'queued'
        AND events.store_id = queued.store_id AND events.seq = queued.seq ORDER BY queued.seq LIMIT 1`,
    [endpointId, storeId],
  )
  if (endpoint === undefined || event === undefined) {
    await tx.run(
      `UPDATE webhook_lanes SET calling = 0, attempts = 0, next_at = NULL, failing_since = NULL, code = NULL
        WHERE endpoint_id = ? AND store_id = ?`,
      [endpointId, storeId],
    )
    return undefined
  }
  await tx.run(
    `UPDATE webhook_deliveries SET attempts = attempts + 1, tried_at = ?
      WHERE endpoint_id = ? AND store_id = ? AND seq = ?`,
    [now, endpointId, storeId, event.seq],
  )
  return { ...lane, endpoint, event }
}

async function call(ctx: Context, callEndpoint: CallEndpoint, lane: ClaimedLane, stopping: AbortSignal): Promise<void> {
  const { event, endpoint } = lane
  const body = { type: event.type, at: event.at, id: event.id, data: toEvent(event) }
  const request = signDelivery(endpoint, body, ctx.clock.now())
  const answer = await timedCall(ctx, stopping, () => callEndpoint(request), {
    silence: 'a webhook endpoint did not answer',
    endpoint: endpoint.id,
    event: event.id,
  })
  // What becomes of the call is not known; the next start makes it again.
  if (answer === undefined && stopping.aborted) return
  const code = codeOf(answer)
  await ctx.db.write((tx) => (code === undefined ? noteSuccess(tx, ctx, lane) : noteFailure(tx, ctx, lane, code)))
}

/** Reads an answer: the word for why it is none that takes the event; `undefined`: 2xx, which takes it. */
export function codeOf(answer: EndpointAnswer | undefined): string | undefined {
  if (answer === undefined) return 'no_answer'
  if ('refused' in answer) return answer.refused
  return answer.status >= 200 && answer.status < 300 ? undefined : `http_${answer.status}`
}
