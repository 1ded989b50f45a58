import type { EventData, EventType } from '../../shared/api/events.ts'
import type { Context } from '../context/context.ts'
import { bulkRows } from '../db/bulk-rows.ts'
import type { Tx } from '../db/database.ts'
import { sortedBy } from '../lib/sorted-by.ts'

/** The order that an event is about; `null`: it is about none. */
type EventOrder = { id: number; number: string } | null

/** An event to be told, of one type with the data of that type. */
export type NewEvent = {
  [Type in EventType]: {
    type: Type
    storeId: string
    order: EventOrder
    data: EventData<Type>
    /** Names what is told once, whoever finds it out; for events that several servers may find out at one moment. */
    once?: string
  }
}[EventType]

const TAKEN = bulkRows({ store_id: 'TEXT', places: 'BIGINT' })
const NAMES = bulkRows({ store_id: 'TEXT', once: 'TEXT' })
const EVENTS = bulkRows({
  store_id: 'TEXT',
  seq: 'BIGINT',
  id: 'TEXT',
  type: 'TEXT',
  order_id: 'BIGINT',
  order_number: 'TEXT',
  data: 'TEXT',
  once: 'TEXT',
  at: 'BIGINT',
})

/**
 * Tells events in the caller's transaction, with what they tell, or not at all (I17). They are appended when the command
 * is through: their positions are counters in the rows of the stores, which a transaction locks last (docs/decisions/0026).
 */
export function tellEvents(tx: Tx, ctx: Context, events: readonly NewEvent[]): void {
  if (events.length > 0) tx.atEnd(() => appendEvents(tx, ctx, events))
}

/**
 * Locks the counter of a store ahead, for a command that will tell an event of it and that first locks rows which come after
 * stores.
 */
export async function holdEvents(tx: Tx, storeId: string): Promise<void> {
  await takeSeqs(tx, new Map([[storeId, 0]]))
}

/**
 * Appends events, each store's at its next positions: dense, and visible in their order, because the counter is moved inside
 * of the transaction and its row stays locked until the COMMIT.
 */
async function appendEvents(tx: Tx, ctx: Context, told: readonly NewEvent[]): Promise<void> {
  const events = await notToldYet(tx, told)
  if (events.length === 0) return
  const at = ctx.clock.now()
  const places = new Map<string, number>()
  for (const { storeId } of events) places.set(storeId, (places.get(storeId) ?? 0) + 1)
  const next = await takeSeqs(tx, places)
  const rows = events.map(({ type, storeId, order, data, once }) => {
    const seq = next.get(storeId)
    if (seq === undefined) throw new Error(`the events of store ${storeId} have no counter`)
    next.set(storeId, seq + 1)
    const about = { order_id: order?.id ?? null, order_number: order?.number ?? null }
    const id = ctx.random.id('evt')
    return { store_id: storeId, seq, id, type, ...about, data: JSON.stringify(data), once: once ?? null, at }
  })
  const added = EVENTS.of(rows)
  await tx.run(`INSERT INTO events (${EVENTS.names}) SELECT ${EVENTS.names} FROM ${added.table} AS added`, added.values)
  tx.afterCommit(() => ctx.eventsGrew?.())
}

/** Moves the counters of stores. Resolves to the first position that was taken of each. */
async function takeSeqs(tx: Tx, places: ReadonlyMap<string, number>): Promise<Map<string, number>> {
  const rising = sortedBy([...places], ([id]) => id)
  const taken = TAKEN.of(rising.map(([store_id, count]) => ({ store_id, places: count })))
  const rows = await tx.all<{ id: string; event_seq: number }>(
    `UPDATE stores SET event_seq = event_seq + taken.places FROM ${taken.table} AS taken WHERE stores.id = taken.store_id
     RETURNING stores.id, stores.event_seq`,
    taken.values,
  )
  return new Map(rows.map(({ id, event_seq }) => [id, event_seq - (places.get(id) ?? 0) + 1]))
}

/**
 * Leaves out what was told before under its name. What looks new is looked up again behind the lock of its store: another
 * server may be telling it at this moment.
 */
async function notToldYet(tx: Tx, told: readonly NewEvent[]): Promise<readonly NewEvent[]> {
  const named = told.filter(({ once }) => once !== undefined)
  if (named.length === 0) return told
  const known = await toldBefore(tx, named)
  const fresh = named.filter((event) => !known.has(nameOf(event)))
  if (fresh.length > 0) {
    await takeSeqs(tx, new Map(fresh.map(({ storeId }) => [storeId, 0])))
    for (const name of await toldBefore(tx, fresh)) known.add(name)
  }
  return told.filter((event) => {
    if (event.once === undefined) return true
    const isNew = !known.has(nameOf(event))
    // Of two in one call the first one counts.
    known.add(nameOf(event))
    return isNew
  })
}

async function toldBefore(tx: Tx, events: readonly NewEvent[]): Promise<Set<string>> {
  const names = NAMES.of(events.map(({ storeId, once }) => ({ store_id: storeId, once: once ?? null })))
  const rows = await tx.all<{ store_id: string; once: string }>(
    `SELECT events.store_id, events.once FROM ${names.table} AS named CROSS JOIN events
      WHERE events.store_id = named.store_id AND events.once = named.once`,
    names.values,
  )
  return new Set(rows.map(({ store_id: storeId, once }) => nameOf({ storeId, once })))
}

function nameOf({ storeId, once }: { storeId: string; once?: string }): string {
  return `${storeId} ${once}`
}
