import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { pauseAfter } from '../outbox/backoff.ts'
import type { ClaimedLane, LaneRow } from './lane-row.ts'

/** Pauses between the calls for one event, milliseconds. */
const PACE = { firstMs: 5_000, longestMs: 3_600_000 }
/** An endpoint is switched off after so long without an answer, milliseconds, and so many calls: a server that was off has made none. */
const GIVE_UP_AFTER_MS = 3 * 24 * 3_600_000
const LEAST_CALLS = 30
/** Gone, as Standard Webhooks 1.0 reads it: the receiver wants no more. */
const GONE = 'http_410'

/**
 * Records that an endpoint took an event, and dates the call for the next one. A call that took longer than its lease has
 * delivered as well, but the lane is another call's by now.
 */
export async function noteSuccess(tx: Tx, ctx: Context, lane: ClaimedLane): Promise<void> {
  const now = ctx.clock.now()
  const own = await lockLane(tx, lane)
  await tx.run(
    `UPDATE webhook_deliveries SET state = 'delivered', delivered_at = ?, code = NULL
      WHERE endpoint_id = ? AND store_id = ? AND seq = ? AND state = 'queued'`,
    [now, lane.endpoint_id, lane.store_id, lane.event.seq],
  )
  if (!own) return
  // Behind the lock of the lane: what others have queued is seen.
  const next = await tx.get(
    `SELECT seq FROM webhook_deliveries WHERE endpoint_id = ? AND store_id = ? AND state = 'queued' LIMIT 1`,
    [lane.endpoint_id, lane.store_id],
  )
  await tx.run(
    `UPDATE webhook_lanes SET calling = 0, attempts = 0, failing_since = NULL, code = NULL, next_at = ?
      WHERE endpoint_id = ? AND store_id = ?`,
    [next === undefined ? null : now, lane.endpoint_id, lane.store_id],
  )
}

/**
 * Records that an event was not taken, and dates the next call for it: what comes behind it waits. After three days, or when
 * the endpoint says that it is gone, it is switched off.
 */
export async function noteFailure(tx: Tx, ctx: Context, lane: ClaimedLane, code: string): Promise<void> {
  const now = ctx.clock.now()
  const since = lane.failing_since ?? now
  const over = code === GONE || (now - since >= GIVE_UP_AFTER_MS && lane.attempts >= LEAST_CALLS)
  // The endpoint before its lanes, as every command locks them.
  if (over) await switchOff(tx, ctx, lane, code)
  if (!(await lockLane(tx, lane))) return
  await tx.run(
    `UPDATE webhook_lanes SET calling = 0, failing_since = ?, code = ?, next_at = ? WHERE endpoint_id = ? AND store_id = ?`,
    [since, code, now + pauseAfter(ctx.random, lane.attempts, PACE), lane.endpoint_id, lane.store_id],
  )
  await tx.run(
    `UPDATE webhook_deliveries SET code = ? WHERE endpoint_id = ? AND store_id = ? AND seq = ? AND state = 'queued'`,
    [code, lane.endpoint_id, lane.store_id, lane.event.seq],
  )
}

async function switchOff(tx: Tx, ctx: Context, lane: ClaimedLane, code: string): Promise<void> {
  const changed = await tx.run(
    `UPDATE webhook_endpoints SET state = 'failed', failed_at = ?, code = ? WHERE id = ? AND state = 'on' AND url = ?`,
    [ctx.clock.now(), code, lane.endpoint_id, lane.endpoint.url],
  )
  const facts = { endpoint: lane.endpoint_id, code }
  if (changed === 1) tx.afterCommit(() => ctx.logger.error(facts, 'a webhook endpoint was switched off'))
}

/** Locks a lane. Resolves to whether it is still that of this call. */
async function lockLane(tx: Tx, { endpoint_id, store_id, next_at }: LaneRow): Promise<boolean> {
  const locked = await tx.get<{ calling: number; next_at: number | null }>(
    'UPDATE webhook_lanes SET calling = calling WHERE endpoint_id = ? AND store_id = ? RETURNING calling, next_at',
    [endpoint_id, store_id],
  )
  return locked?.calling === 1 && locked.next_at === next_at
}
