import type { Context } from '../context/context.ts'

/** Rows deleted by one transaction, while payments wait. Old rows are scattered: each may cost up to three pages. */
const BATCH = 100
/** Most batches of one kind of row in one run. */
const BATCHES_A_RUN = 100
/** The pause after a batch, in times of its own duration: payments have the database to themselves meanwhile. */
const PAUSE_FACTOR = 4
const IDEMPOTENCY_KEPT_MS = 24 * 60 * 60_000

/**
 * Deletes log entries older than the retention, and idempotency keys older than a day, a batch at a time. The log is
 * cut from its beginning only and never down to nothing, so it stays dense (I2) and the head keeps the event that
 * cursors name; `min_seq` is moved in the same transaction. After a jump forward of the wall clock rows are kept for so
 * much longer, until those from before are old enough by the time that has passed. Resolves to the number of rows.
 */
export async function prune(ctx: Context, stopping?: AbortSignal): Promise<number> {
  let pruned = 0
  for (const batch of [pruneLog, pruneIdempotency]) {
    for (let n = 0; n < BATCHES_A_RUN && stopping?.aborted !== true; n++) {
      const begunAt = ctx.clock.elapsed()
      const rows = await batch(ctx)
      if (rows === 0) break
      pruned += rows
      await pause(ctx, PAUSE_FACTOR * (ctx.clock.elapsed() - begunAt), stopping)
    }
  }
  return pruned
}

/** Waits for `ms` milliseconds, or until `stopping` is aborted. */
async function pause({ clock }: Context, ms: number, stopping?: AbortSignal): Promise<void> {
  if (ms === 0 || stopping?.aborted) return
  await new Promise<void>((resolve) => {
    const cancel = clock.after(ms, end)
    stopping?.addEventListener('abort', end)
    function end(): void {
      cancel()
      stopping?.removeEventListener('abort', end)
      resolve()
    }
  })
}

/** Returns the date, milliseconds since 1970, before which rows are surely older than `keptMs`. */
function keptSince({ clockWatch }: Context, keptMs: number): number {
  return clockWatch.now() - keptMs - clockWatch.overstatedMs(keptMs)
}

async function pruneLog(ctx: Context): Promise<number> {
  return await ctx.db.write(async (tx) => {
    const old = await tx.get<{ store_id: string }>(
      // Not a join: it would be free to begin with the stores, and to read the whole log.
      `SELECT store_id FROM reminder_log
        WHERE at < ? AND seq < (SELECT head_seq FROM stores WHERE id = reminder_log.store_id) ORDER BY at LIMIT 1`,
      [keptSince(ctx, ctx.policy.logRetentionMs)],
    )
    if (old === undefined) return 0
    const range = await tx.get<{ last: number }>(
      `SELECT MAX(seq) AS last FROM
         (SELECT l.seq, l.at FROM reminder_log l JOIN stores s ON s.id = l.store_id
           WHERE l.store_id = ? AND l.seq < s.head_seq ORDER BY l.seq LIMIT ?) AS oldest WHERE at < ?`,
      [old.store_id, BATCH, keptSince(ctx, ctx.policy.logRetentionMs)],
    )
    if (range?.last == null) return 0
    await tx.run('UPDATE stores SET min_seq = ? WHERE id = ?', [range.last, old.store_id])
    return await tx.run('DELETE FROM reminder_log WHERE store_id = ? AND seq <= ?', [old.store_id, range.last])
  })
}

async function pruneIdempotency(ctx: Context): Promise<number> {
  return await ctx.db.write((tx) =>
    tx.run(
      `DELETE FROM idempotency WHERE (scope, key) IN
         (SELECT scope, key FROM idempotency WHERE created_at < ? ORDER BY created_at LIMIT ?)`,
      [keptSince(ctx, IDEMPOTENCY_KEPT_MS), BATCH],
    ),
  )
}
