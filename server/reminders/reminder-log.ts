import type { StoreSettings } from '../../shared/api/stores.ts'
import type { AnsweredBy, ReminderState } from '../../shared/reminder.ts'
import type { Context } from '../context.ts'
import type { Sql, Tx } from '../db/database.ts'
import { formatCursor } from './cursor.ts'
import { type ReminderRow, reminderFrame } from './reminder-row.ts'

/** One entry as it goes over the wire: `body` is the finished frame, serialised once for every device and every retry. */
export interface LogEntry {
  seq: number
  body: string
}

/**
 * Takes the next position of a store's log. The counter stands in the store's row and is moved inside the
 * transaction, so positions are dense (I2) and become visible in their order (I3); an id from a sequence would do
 * neither. Returns what a frame needs to say where it stands.
 */
async function nextPosition(tx: Tx, ctx: Context, storeId: string) {
  const store = await tx.get<{ head_seq: number; epoch: string; settings: string }>(
    'UPDATE stores SET head_seq = head_seq + 1 WHERE id = ? RETURNING head_seq, epoch, settings',
    [storeId],
  )
  if (store === undefined) throw new Error(`the log of store ${storeId} has no head`)
  const seq = store.head_seq
  const eventId = ctx.random.id('ev')
  return {
    seq,
    eventId,
    cursor: formatCursor({ epoch: store.epoch, seq, eventId }),
    at: ctx.clock.now(),
    settings: JSON.parse(store.settings) as StoreSettings,
  }
}

type Position = Awaited<ReturnType<typeof nextPosition>>

async function append(
  tx: Tx,
  ctx: Context,
  entry: Position & { storeId: string; what: 'remind' | 'close'; reminderId: string; n: number; frame: object },
) {
  await tx.run(
    `INSERT INTO reminder_log (store_id, seq, event_id, what, reminder_id, n, body, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      entry.storeId,
      entry.seq,
      entry.eventId,
      entry.what,
      entry.reminderId,
      entry.n,
      JSON.stringify(entry.frame),
      entry.at,
    ],
  )
  tx.afterCommit(() => ctx.wake(entry.storeId, entry.seq))
}

/** Appends the announcement of the reminder that `write` stores at the position it is given. */
export async function appendRemind(
  tx: Tx,
  ctx: Context,
  storeId: string,
  write: (position: Position) => Promise<ReminderRow>,
): Promise<ReminderRow> {
  const position = await nextPosition(tx, ctx, storeId)
  const reminder = await write(position)
  const frame = reminderFrame(reminder, position.cursor)
  await append(tx, ctx, { ...position, storeId, what: 'remind', reminderId: reminder.id, n: reminder.n, frame })
  return reminder
}

/** Appends the end of a reminder. `closed` is unique and last (I9): the caller has just moved it out of `open`. */
export async function appendClose(
  tx: Tx,
  ctx: Context,
  closed: { storeId: string; reminderId: string; n: number; state: Exclude<ReminderState, 'open'>; by: AnsweredBy },
): Promise<void> {
  const position = await nextPosition(tx, ctx, closed.storeId)
  const { seq, cursor, at } = position
  const frame = { op: 'closed', id: closed.reminderId, seq, cursor, state: closed.state, by: closed.by, at }
  await append(tx, ctx, { ...position, ...closed, what: 'close', frame })
}

/** The entries after `seq`, in order, `limit` at most. */
export function readLog(sql: Sql, storeId: string, seq: number, limit: number): Promise<LogEntry[]> {
  return sql.all<LogEntry>('SELECT seq, body FROM reminder_log WHERE store_id = ? AND seq > ? ORDER BY seq LIMIT ?', [
    storeId,
    seq,
    limit,
  ])
}
