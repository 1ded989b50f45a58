import type { StoreSettings } from '../../shared/api/stores.ts'
import type { Context } from '../context/context.ts'
import { bulkRows } from '../db/bulk-rows.ts'
import type { Tx } from '../db/database.ts'
import { sortedBy } from '../lib/sorted-by.ts'
import { formatCursor } from './cursor.ts'

/** A position on a store's log, taken for one entry, with the facts of the store that its frame needs. */
export interface Position {
  storeId: string
  seq: number
  eventId: string
  /** The cursor of a device that has this entry. */
  cursor: string
  /** Milliseconds since 1970. */
  at: number
  settings: StoreSettings
}

/**
 * An entry to be appended. `n` counts the reminder's announcements; `body` is the frame's JSON, sent as it is to every
 * device of the store. An entry of the store itself (`intake`) has an empty `reminderId`, and `n` 0.
 */
export interface NewEntry {
  position: Position
  what: 'remind' | 'close' | 'claim' | 'intake'
  reminderId: string
  n: number
  body: string
}

const TAKEN = bulkRows({ store_id: 'TEXT', places: 'BIGINT' })
const ENTRIES = bulkRows({
  store_id: 'TEXT',
  seq: 'BIGINT',
  event_id: 'TEXT',
  what: 'TEXT',
  reminder_id: 'TEXT',
  n: 'INTEGER',
  body: 'TEXT',
  at: 'BIGINT',
})

/**
 * Takes the next position of a store's log for each of `storeIds`, in their order; a store may be listed more than
 * once. The counter is in the store's row and is moved inside the transaction, so positions are dense (I2) and become
 * visible in their order (I3); an id from a sequence would be neither. The stores stay locked, and are the last that a
 * transaction locks (docs/decisions/0026). Throws an Error for a store that does not exist.
 */
export async function takePositions(tx: Tx, ctx: Context, storeIds: readonly string[]): Promise<Position[]> {
  const places = new Map<string, number>()
  for (const id of storeIds) places.set(id, (places.get(id) ?? 0) + 1)
  const rising = sortedBy([...places], ([id]) => id)
  const taken = TAKEN.of(rising.map(([store_id, count]) => ({ store_id, places: count })))
  const rows = await tx.all<{ id: string; head_seq: number; epoch: string; settings: string }>(
    `UPDATE stores SET head_seq = head_seq + taken.places FROM ${taken.table} AS taken WHERE stores.id = taken.store_id
     RETURNING stores.id, stores.head_seq, stores.epoch, stores.settings`,
    taken.values,
  )
  const stores = new Map(
    rows.map(({ id, head_seq, epoch, settings }) => [
      id,
      { epoch, settings: JSON.parse(settings) as StoreSettings, next: head_seq - (places.get(id) ?? 0) + 1 },
    ]),
  )
  // As the ladder counts: a jump of the wall clock is not in it yet.
  const at = ctx.clockWatch.now()
  return storeIds.map((storeId) => {
    const store = stores.get(storeId)
    if (store === undefined) throw new Error(`the log of store ${storeId} has no head`)
    const eventId = ctx.random.id('ev')
    const { epoch, settings } = store
    const seq = store.next++
    return { storeId, seq, eventId, cursor: formatCursor({ epoch, seq, eventId }), at, settings }
  })
}

/**
 * Appends entries at the positions that were taken for them, in the caller's transaction, and wakes the stores' readers
 * after the COMMIT.
 */
export async function appendEntries(tx: Tx, ctx: Context, entries: readonly NewEntry[]): Promise<void> {
  const rows = entries.map(({ position, what, reminderId, n, body }) => ({
    store_id: position.storeId,
    seq: position.seq,
    event_id: position.eventId,
    what,
    reminder_id: reminderId,
    n,
    body,
    at: position.at,
  }))
  const added = ENTRIES.of(rows)
  await tx.run(
    `INSERT INTO reminder_log (${ENTRIES.names}) SELECT ${ENTRIES.names} FROM ${added.table} AS added`,
    added.values,
  )
  for (const { store_id, seq, body, event_id: eventId } of rows)
    tx.afterCommit(() => ctx.wake(store_id, seq, { seq, body, eventId }))
}
