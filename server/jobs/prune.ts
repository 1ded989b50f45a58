import type { Context } from '../context.ts'

const BATCH = 500
const IDEMPOTENCY_KEPT_MS = 24 * 60 * 60_000

/**
 * Forgets what is past its time: log entries older than the retention, and old idempotency keys, a few at a time.
 * The log is cut from its beginning only and never down to nothing, so it stays dense (I2) and the head keeps the
 * event that cursors name; `min_seq` says in the same transaction what was cut. Resolves to the number of rows.
 */
export async function prune(ctx: Context): Promise<number> {
  return (await pruneLog(ctx)) + (await pruneIdempotency(ctx))
}

async function pruneLog(ctx: Context): Promise<number> {
  return await ctx.db.write(async (tx) => {
    const old = await tx.get<{ store_id: string }>(
      `SELECT l.store_id FROM reminder_log l JOIN stores s ON s.id = l.store_id
        WHERE l.at < ? AND l.seq < s.head_seq ORDER BY l.at LIMIT 1`,
      [ctx.clock.now() - ctx.policy.logRetentionMs],
    )
    if (old === undefined) return 0
    const range = await tx.get<{ last: number }>(
      `SELECT MAX(seq) AS last FROM
         (SELECT l.seq, l.at FROM reminder_log l JOIN stores s ON s.id = l.store_id
           WHERE l.store_id = ? AND l.seq < s.head_seq ORDER BY l.seq LIMIT ?) AS oldest WHERE at < ?`,
      [old.store_id, BATCH, ctx.clock.now() - ctx.policy.logRetentionMs],
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
      [ctx.clock.now() - IDEMPOTENCY_KEPT_MS, BATCH],
    ),
  )
}
