import type { StoreSettings } from '../../shared/api/stores.ts'
import { isOpen } from '../../shared/opening-hours.ts'
import type { Context } from '../context/context.ts'
import type { Tx } from '../db/database.ts'
import { policyOf } from '../reminders/escalation-steps.ts'
import { intakeOf } from '../stores/intake.ts'
import type { AwayWait } from './away-wait.ts'
import { tellAway } from './tell-away.ts'
import { tellEnd } from './tell-end.ts'

/** Interval of the looks, milliseconds. */
export const LOOK_EVERY_MS = 10_000
/** Most milliseconds that count between two looks: a server that was off, or slept, knows nothing of the time between. */
const COUNTS_AT_MOST_MS = 30_000
/** A look so soon after another server's, in milliseconds, is none. */
const TOO_SOON_MS = LOOK_EVERY_MS / 2

/** A store that is looked at, with its wait, if it has one. */
interface WatchedStore {
  id: string
  timezone: string
  settings: string
  intake: string | null
  wait_id: string | null
  watched_at: number | null
  alone_ms: number | null
  told: number | null
  closings: number | null
}

/**
 * Looks for stores that are open and have no device connected, and plans whom to tell: by steps of the cause `away`, and
 * once when a device is back. A wait of which somebody was told goes on over a closing: from then on it is told once a day,
 * so that a shop that stays closed for a month bothers nobody hundreds of times. Looked at are stores with such a step, and those with opening hours. Counted is the time between two
 * looks of any server of the database, so that a restart forgets nothing and a server's own absence is blamed on no device.
 * Safe to run at any time, twice, and on several servers at once: a look is claimed by the time of the one before.
 */
export async function watchStores(ctx: Context, hasDevice: (storeId: string) => Promise<boolean>): Promise<void> {
  const stores = await ctx.db.read.all<WatchedStore>(
    `SELECT stores.id, stores.timezone, stores.settings, stores.intake, w.wait_id, w.watched_at, w.alone_ms, w.told, w.closings
       FROM stores LEFT JOIN store_watch AS w ON w.store_id = stores.id
      WHERE w.store_id IS NOT NULL OR stores.settings LIKE '%"away"%' OR stores.settings LIKE '%"hours":{%'
      ORDER BY stores.id`,
  )
  const now = ctx.clockWatch.now()
  for (const store of stores) {
    const settings = JSON.parse(store.settings) as Partial<StoreSettings>
    const open = intakeOf(store).state !== 'archived' && isOpen(settings.hours ?? null, store.timezone, now)
    const wait = waitOf(store)
    if (!open && wait === undefined) continue
    const connected = await hasDevice(store.id)
    if (connected && wait === undefined) continue
    if (wait === undefined) await ctx.db.write((tx) => beginWait(tx, ctx, store.id, now))
    else if (connected || (!open && wait.told === 0)) await ctx.db.write((tx) => endWait(tx, ctx, wait))
    else if (!open) await closeStore(ctx, wait)
    else if (now - wait.watched_at >= TOO_SOON_MS || now < wait.watched_at)
      await ctx.db.write((tx) => goOn(tx, ctx, wait, { now, settings }))
  }
}

function waitOf({ id, wait_id, watched_at, alone_ms, told, closings }: WatchedStore): AwayWait | undefined {
  if (wait_id === null) return undefined
  const counted = { alone_ms: alone_ms ?? 0, told: told ?? 0, closings: closings ?? 0 }
  return { store_id: id, wait_id, watched_at: watched_at ?? 0, ...counted }
}

async function beginWait(tx: Tx, ctx: Context, storeId: string, now: number): Promise<void> {
  await tx.run(
    'INSERT INTO store_watch (store_id, wait_id, watched_at, alone_ms) VALUES (?, ?, ?, 0) ON CONFLICT DO NOTHING',
    [storeId, ctx.random.id('aw'), now],
  )
}

async function goOn(
  tx: Tx,
  ctx: Context,
  wait: AwayWait,
  { now, settings }: { now: number; settings: Partial<StoreSettings> },
): Promise<void> {
  const counted = Math.max(0, Math.min(now - wait.watched_at, COUNTS_AT_MOST_MS))
  const claimed = await tx.get<AwayWait>(
    `UPDATE store_watch SET watched_at = ?, alone_ms = alone_ms + ?
      WHERE store_id = ? AND wait_id = ? AND watched_at = ? RETURNING *`,
    [now, counted, wait.store_id, wait.wait_id, wait.watched_at],
  )
  if (claimed === undefined) return
  const told = await tellAway(tx, ctx, policyOf(settings), claimed, wait.alone_ms)
  if (told > 0 && claimed.told === 0)
    await tx.run('UPDATE store_watch SET told = 1 WHERE store_id = ?', [wait.store_id])
}

/** Lets a wait rest until the shop opens again; its time then begins anew. */
async function closeStore(ctx: Context, { store_id, wait_id, alone_ms }: AwayWait): Promise<void> {
  if (alone_ms === 0) return
  await ctx.db.write((tx) =>
    tx.run(
      'UPDATE store_watch SET alone_ms = 0, closings = closings + 1 WHERE store_id = ? AND wait_id = ? AND alone_ms > 0',
      [store_id, wait_id],
    ),
  )
}

/** Ends a wait, if it is as it was read, and tells those who were told of it. */
async function endWait(tx: Tx, ctx: Context, wait: AwayWait): Promise<void> {
  const ended = await tx.run('DELETE FROM store_watch WHERE store_id = ? AND wait_id = ? AND watched_at = ?', [
    wait.store_id,
    wait.wait_id,
    wait.watched_at,
  ])
  if (ended === 0 || wait.told === 0) return
  const { store_id: storeId, alone_ms: aloneMs } = wait
  tx.afterCommit(() => ctx.logger.info({ storeId, aloneMs }, 'a device of the store is connected again'))
  await tellEnd(tx, ctx, wait)
}
