import type { EventPage, EventQuery } from '../../shared/api/events.ts'
import type { Context } from '../context/context.ts'
import type { Sql } from '../db/database.ts'
import { appError } from '../lib/app-error.ts'
import { type EventCursor, formatEventCursor, NO_EVENT, parseEventCursor } from './event-cursor.ts'
import { type EventRow, toEvent } from './event-row.ts'
import { placeEvents } from './place-events.ts'

/**
 * Reads the events after a cursor: of one store in its order, or of all stores in the one order of {@link placeEvents}.
 * Throws `store_unknown`, `cursor_invalid`, and `events_gone` with a cursor to begin anew.
 */
export async function readEvents(
  ctx: Pick<Context, 'db' | 'clock'>,
  { store, after, limit }: Pick<EventQuery, 'store' | 'after' | 'limit'>,
): Promise<EventPage> {
  const cursor = after === undefined ? undefined : parseEventCursor(after)
  if (after !== undefined && cursor === undefined) throw appError('cursor_invalid')
  if (store !== undefined) return await readStore(ctx.db.read, store, cursor, limit)
  if (cursor?.of === 'store') throw appError('cursor_invalid', { detail: 'It is of one store.' })
  return await readAll(ctx, cursor, limit)
}

async function readStore(
  sql: Sql,
  storeId: string,
  cursor: EventCursor | undefined,
  limit: number,
): Promise<EventPage> {
  if (cursor !== undefined && (cursor.of === 'all' || cursor.storeId !== storeId))
    throw appError('cursor_invalid', { detail: 'It is not of this store.' })
  const rows = await sql.all<EventRow>('SELECT * FROM events WHERE store_id = ? AND seq > ? ORDER BY seq LIMIT ?', [
    storeId,
    cursor?.seq ?? 0,
    limit + 1,
  ])
  // Afterwards: what was deleted meanwhile is then known to be gone.
  const ends = await sql.get<Ends & { epoch: string }>(
    `SELECT epoch, event_min AS least, event_seq AS most,
            (SELECT id FROM events WHERE store_id = stores.id AND seq = ?) AS proof FROM stores WHERE id = ?`,
    [cursor?.seq ?? 0, storeId],
  )
  if (ends === undefined) throw appError('store_unknown')
  const { epoch } = ends
  const at = (seq: number, eventId: string) => formatEventCursor({ of: 'store', storeId, epoch, seq, eventId })
  if (cursor !== undefined && (cursor.epoch !== epoch || !continues(ends, cursor.seq, cursor.eventId)))
    throw gone(at(ends.least, NO_EVENT))
  const unmoved = cursor === undefined ? at(ends.least, NO_EVENT) : formatEventCursor(cursor)
  return pageOf(rows, limit, unmoved, ({ seq, id }) => at(seq, id))
}

async function readAll(
  ctx: Pick<Context, 'db' | 'clock'>,
  cursor: Extract<EventCursor, { of: 'all' }> | undefined,
  limit: number,
): Promise<EventPage> {
  // What was committed before this call is in its answer.
  await placeEvents(ctx, limit + 1)
  const rows = await ctx.db.read.all<EventRow>('SELECT * FROM events WHERE place > ? ORDER BY place LIMIT ?', [
    cursor?.place ?? 0,
    limit + 1,
  ])
  const ends = await ctx.db.read.get<Ends>(
    `SELECT COALESCE((SELECT CAST(value AS BIGINT) FROM installation WHERE name = 'event_min_place'), 0) AS least,
            COALESCE((SELECT CAST(value AS BIGINT) FROM installation WHERE name = 'event_place'), 0) AS most,
            (SELECT id FROM events WHERE place = ?) AS proof`,
    [cursor?.place ?? 0],
  )
  if (ends === undefined) throw new Error('a SELECT without a table returned nothing')
  const at = (place: number, eventId: string) => formatEventCursor({ of: 'all', place, eventId })
  if (cursor !== undefined && !continues(ends, cursor.place, cursor.eventId)) throw gone(at(ends.least, NO_EVENT))
  const unmoved = cursor === undefined ? at(ends.least, NO_EVENT) : formatEventCursor(cursor)
  return pageOf(rows, limit, unmoved, ({ place, id }) => at(place ?? 0, id))
}

/** The last position that was deleted, the last that was given, and the event at the cursor. */
interface Ends {
  least: number
  most: number
  proof: string | null
}

/** Tells whether what follows a position is all there, in the history that its reader has. */
function continues({ least, most, proof }: Ends, position: number, eventId: string): boolean {
  // The event at the very end of what was deleted is gone, and nothing behind it is.
  return position >= least && position <= most && (position === least || proof === eventId)
}

function gone(next: string): Error {
  return appError('events_gone', {
    detail: 'Read the orders anew (GET /v1/orders), then go on with after= as next says.',
    next,
  })
}

function pageOf(
  rows: readonly EventRow[],
  limit: number,
  unmoved: string,
  cursorAt: (row: EventRow) => string,
): EventPage {
  const events = rows.slice(0, limit)
  const last = events.at(-1)
  return { events: events.map(toEvent), next: last === undefined ? unmoved : cursorAt(last), more: rows.length > limit }
}
