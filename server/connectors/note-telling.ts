import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { pauseAfter } from '../outbox/backoff.ts'
import type { ConnectorRow } from './connector-row.ts'

/** Pauses between the calls for one event, milliseconds. */
const PACE = { firstMs: 5_000, longestMs: 3_600_000 }
/** After so long without an answer, milliseconds, what a platform was to be told is left out: the order is over by then. */
const GIVE_UP_AFTER_MS = 3 * 24 * 3_600_000

/**
 * Notes that a platform was told the event at `seq`, or, with a `fault`, can never be; the next one is due at once. A call
 * that took longer than its lease changes nothing: another one is under way by now.
 */
export async function noteTold(
  tx: Tx,
  ctx: Context,
  lane: ConnectorRow,
  seq: number,
  fault: string | null,
): Promise<void> {
  await tx.run(
    `UPDATE connectors SET told_seq = ?, told_at = COALESCE(?, told_at), attempts = 0, next_at = NULL,
            failing_since = NULL, tell_fault = ?
      WHERE id = ? AND told_seq < ? AND attempts = ?`,
    [seq, fault === null ? ctx.clock.now() : null, fault, lane.id, seq, lane.attempts],
  )
  if (fault === null) return
  const facts = { connectorId: lane.id, storeId: lane.store_id, code: fault }
  tx.afterCommit(() => ctx.logger.error(facts, 'a shop platform does not take what became of an order'))
}

/** Notes that a platform could not be told, and dates the next call; after three days the event is left out. */
export async function noteLater(tx: Tx, ctx: Context, lane: ConnectorRow, seq: number, code: string): Promise<void> {
  const now = ctx.clock.now()
  const since = lane.failing_since ?? now
  if (now - since >= GIVE_UP_AFTER_MS) return await noteTold(tx, ctx, lane, seq, code)
  await tx.run(
    'UPDATE connectors SET next_at = ?, failing_since = ?, tell_fault = ? WHERE id = ? AND told_seq < ? AND attempts = ?',
    [now + pauseAfter(ctx.random, lane.attempts, PACE), since, code, lane.id, seq, lane.attempts],
  )
}

/**
 * Dates calls to platforms anew after the wall clock has jumped by `jumpMs`, milliseconds: none waits until the clock has
 * caught up, and nothing is left out for days that have not passed.
 */
export async function redateTelling(tx: Tx, jumpMs: number): Promise<void> {
  await tx.run(
    'UPDATE connectors SET next_at = next_at + ?, failing_since = failing_since + ? WHERE next_at IS NOT NULL',
    [Math.min(jumpMs, 0), jumpMs],
  )
}
