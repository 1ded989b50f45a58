import type { Context } from '../context/context.ts'
import { cutEvents, eventsKeptMs } from '../events/prune-events.ts'
import { IS_OPEN } from '../reminders/reminder-row.ts'

/** Rows deleted by one transaction, while payments wait. Old rows are scattered: each may cost up to three pages. */
const BATCH = 100
/** Most batches of one kind of row in one run. */
const BATCHES_A_RUN = 100
/** The pause after a batch, in times of its own duration: payments have the database to themselves meanwhile. */
const PAUSE_FACTOR = 4
const IDEMPOTENCY_KEPT_MS = 24 * 60 * 60_000

/**
 * Deletes log entries, visits of devices, messages to people outside and events older than the retention, and idempotency
 * keys older than a day, a batch at a time. The log is
 * cut from its beginning only and never down to nothing, so it stays dense (I2) and the head keeps the event that
 * cursors name; `min_seq` is moved in the same transaction. After a jump forward of the wall clock rows are kept for so
 * much longer, until those from before are old enough by the time that has passed. Resolves to the number of rows.
 */
export async function prune(ctx: Context, stopping?: AbortSignal): Promise<number> {
  let pruned = 0
  for (const batches of [pruneLogs, pruneIdempotency, pruneVisits, pruneEffects, pruneEvents]) {
    let count = 0
    let begunAt = ctx.clock.elapsed()
    for await (const rows of batches(ctx)) {
      pruned += rows
      count += 1
      await pause(ctx, PAUSE_FACTOR * (ctx.clock.elapsed() - begunAt), stopping)
      if (count === BATCHES_A_RUN || stopping?.aborted) break
      begunAt = ctx.clock.elapsed()
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

/** Cuts one store's log after the other, and yields the number of entries of each batch. */
async function* pruneLogs(ctx: Context): AsyncGenerator<number> {
  for (let storeId = await nextToPrune(ctx, ''); storeId !== undefined; storeId = await nextToPrune(ctx, storeId)) {
    for (let rows = BATCH; rows === BATCH; ) {
      rows = await cutLog(ctx, storeId)
      if (rows > 0) yield rows
    }
  }
}

/**
 * Finds the store after the one with the id `after` whose log begins with an old entry. The log's own key leads there, so
 * no index on its times is kept; the second position is looked at for a first entry that a clock has dated years ahead.
 */
async function nextToPrune(ctx: Context, after: string): Promise<string | undefined> {
  const store = await ctx.db.read.get<{ id: string }>(
    `SELECT id FROM stores WHERE id > ? AND EXISTS
       (SELECT 1 FROM reminder_log AS log WHERE log.store_id = stores.id
           AND log.seq IN (stores.min_seq + 1, stores.min_seq + ${BATCH}) AND log.seq < stores.head_seq AND log.at < ?)
      ORDER BY id LIMIT 1`,
    [after, keptSince(ctx, ctx.policy.logRetentionMs)],
  )
  return store?.id
}

/** Deletes the old ones among the first entries of a store's log, and resolves to their number. */
async function cutLog(ctx: Context, storeId: string): Promise<number> {
  return await ctx.db.write(async (tx) => {
    const range = await tx.get<{ last: number | null }>(
      `SELECT MAX(seq) AS last FROM
         (SELECT l.seq, l.at FROM reminder_log l JOIN stores s ON s.id = l.store_id
           WHERE l.store_id = ? AND l.seq < s.head_seq ORDER BY l.seq LIMIT ?) AS oldest WHERE at < ?`,
      [storeId, BATCH, keptSince(ctx, ctx.policy.logRetentionMs)],
    )
    if (range?.last == null) return 0
    // Where the log begins moves forward only: another server may have cut as much, or more.
    const cut = await tx.run('UPDATE stores SET min_seq = ? WHERE id = ? AND min_seq < ?', [
      range.last,
      storeId,
      range.last,
    ])
    if (cut === 0) return 0
    return await tx.run('DELETE FROM reminder_log WHERE store_id = ? AND seq <= ?', [storeId, range.last])
  })
}

/** Deletes old events, the oldest first, and yields the number of each batch. */
async function* pruneEvents(ctx: Context): AsyncGenerator<number> {
  for (let rows = BATCH; rows === BATCH; ) {
    const before = keptSince(ctx, eventsKeptMs(ctx))
    if (!(await hasOldEvents(ctx, before))) return
    rows = await ctx.db.write((tx) => cutEvents(tx, before, BATCH))
    if (rows > 0) yield rows
  }
}

/** Tells whether one of the first events is old; a read, which no payment waits for. */
async function hasOldEvents({ db }: Context, before: number): Promise<boolean> {
  const old = await db.read.get(
    `SELECT place FROM (SELECT place, at FROM events WHERE place > 0 ORDER BY place LIMIT ${BATCH}) AS oldest
      WHERE at < ? LIMIT 1`,
    [before],
  )
  return old !== undefined
}

/** Deletes old idempotency keys, and yields the number of each batch. */
async function* pruneIdempotency(ctx: Context): AsyncGenerator<number> {
  for (let rows = BATCH; rows === BATCH; ) {
    rows = await ctx.db.write((tx) =>
      tx.run(
        `DELETE FROM idempotency WHERE (scope, key) IN
           (SELECT scope, key FROM idempotency WHERE created_at < ? ORDER BY created_at LIMIT ?)`,
        [keptSince(ctx, IDEMPOTENCY_KEPT_MS), BATCH],
      ),
    )
    if (rows > 0) yield rows
  }
}

/** Deletes old visits of devices, and yields the number of each batch. */
async function* pruneVisits(ctx: Context): AsyncGenerator<number> {
  for (let rows = BATCH; rows === BATCH; ) {
    rows = await ctx.db.write((tx) =>
      tx.run(
        'DELETE FROM device_visits WHERE id IN (SELECT id FROM device_visits WHERE until_at < ? ORDER BY until_at LIMIT ?)',
        [keptSince(ctx, ctx.policy.logRetentionMs), BATCH],
      ),
    )
    if (rows > 0) yield rows
  }
}

/**
 * Deletes old messages to people outside, one store after the other, and yields the number of each batch. Those that are
 * still to be sent stay, and so do those about a reminder that still waits: by them nobody is told twice.
 */
async function* pruneEffects(ctx: Context): AsyncGenerator<number> {
  const before = keptSince(ctx, ctx.policy.logRetentionMs)
  const stores = await ctx.db.read.all<{ id: string }>(
    `SELECT id FROM stores WHERE EXISTS (SELECT 1 FROM effects WHERE ${OLD_EFFECTS}) ORDER BY id`,
    [before],
  )
  for (const { id } of stores)
    for (let rows = BATCH; rows === BATCH; ) {
      rows = await ctx.db.write((tx) =>
        tx.run(
          `DELETE FROM effects WHERE id IN (SELECT effects.id FROM stores JOIN effects ON effects.store_id = stores.id
             WHERE stores.id = ? AND ${OLD_EFFECTS} ORDER BY effects.created_at, effects.id LIMIT ?)`,
          [id, before, BATCH],
        ),
      )
      if (rows > 0) yield rows
    }
}

/** The condition of old messages of a store; its `?` is the time before which they are. */
const OLD_EFFECTS = `effects.store_id = stores.id AND effects.created_at < ? AND effects.next_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM reminders WHERE reminders.id = effects.reminder_id AND reminders.${IS_OPEN})`
