import type { ResetReason } from '../../shared/protocol/frames.ts'
import { MAX_BACKLOG, MAX_FRAME_BYTES } from '../../shared/protocol/limits.ts'
import type { Context } from '../context/context.ts'
import { formatCursor, NO_EVENT, parseCursor } from '../log/cursor.ts'
import { reminderFrame } from '../reminders/reminder-frames.ts'
import { IS_OPEN, type ReminderOfOrder } from '../reminders/reminder-row.ts'
import type { StoreRow } from '../stores/stores.ts'

/** The position at which a device may resume, or the reason for which it has to start over. */
export type ResumeDecision = { resumed: true; seq: number } | { resumed: false; reason: ResetReason }

/**
 * Decides whether a device may resume: only with a cursor that proves a shared history, by its epoch and by the event
 * at its position. Every other device is reset, with the reason (I13).
 *
 * @param text the cursor as the device sent it
 * @param eventId the event that the store's log has at the cursor's position, `null` if none
 */
export function decideResume(
  store: Pick<StoreRow, 'epoch' | 'head_seq' | 'min_seq'>,
  text: string | null,
  eventId: string | null,
): ResumeDecision {
  if (text === null) return { resumed: false, reason: 'no_cursor' }
  const cursor = parseCursor(text)
  if (cursor === undefined || cursor.epoch !== store.epoch) return { resumed: false, reason: 'epoch' }
  if (cursor.seq > store.head_seq) return { resumed: false, reason: 'cursor_ahead' }
  if (cursor.seq < store.min_seq) return { resumed: false, reason: 'pruned' }
  if (cursor.seq > 0 && eventId !== cursor.eventId) return { resumed: false, reason: 'unknown_event' }
  if (store.head_seq - cursor.seq > MAX_BACKLOG) return { resumed: false, reason: 'backlog' }
  return { resumed: true, seq: cursor.seq }
}

/** The reasons that show that this database lost entries that a device has: it was restored from a backup. */
const LOST_HISTORY: readonly ResetReason[] = ['cursor_ahead', 'unknown_event']

/**
 * Begins a new epoch for a store whose history was rolled back, so that no cursor of the lost branch can become valid
 * again, and logs it for the operator. Does nothing when another device's hello has done so.
 */
export async function beginEpochIfLost(
  ctx: Context,
  store: Pick<StoreRow, 'id' | 'epoch'>,
  reason: ResetReason,
): Promise<void> {
  if (!LOST_HISTORY.includes(reason)) return
  const changed = await ctx.db.write((tx) =>
    tx.run('UPDATE stores SET epoch = ? WHERE id = ? AND epoch = ?', [ctx.random.id('ep'), store.id, store.epoch]),
  )
  if (changed > 0) {
    ctx.logger.error(
      { storeId: store.id, reason },
      'a device knows events that this database lost; all devices are reset',
    )
  }
}

/** The open reminders of a store at one position of its log. */
export interface OpenSet {
  seq: number
  /** The event at `seq`. */
  eventId: string
  /** The cursor at `seq`. */
  cursor: string
  /** Their frames, JSON. */
  open: string[]
}

/**
 * Reads the open reminders of a store and the position of its log in one statement, and so in one consistent view: with
 * the log after `seq` applied, it is the open set at the head (I6). Throws an Error for a store that does not exist.
 * What has one row is a SELECT of its own: of a join with an empty table PostgreSQL may keep a plan that walks through it.
 */
export async function readOpenSet(ctx: Context, storeId: string): Promise<OpenSet> {
  const rows = await ctx.db.read.all<
    { epoch: string; head_seq: number; event_id: string | null } & Nullable<ReminderOfOrder>
  >(
    `SELECT s.epoch, s.head_seq, r.*, (SELECT o.summary FROM orders o WHERE o.id = r.order_id) AS summary,
            (SELECT l.event_id FROM reminder_log l WHERE l.store_id = s.id AND l.seq = s.head_seq) AS event_id
       FROM stores s LEFT JOIN reminders r ON r.store_id = s.id AND r.${IS_OPEN}
      WHERE s.id = ? ORDER BY r.seq`,
    [storeId],
  )
  const [first] = rows
  if (first === undefined) throw new Error(`store ${storeId} is gone`)
  const seq = first.head_seq
  const eventId = first.event_id ?? NO_EVENT
  const cursor = formatCursor({ epoch: first.epoch, seq, eventId })
  const open = rows.filter((row): row is typeof row & ReminderOfOrder => row.id !== null)
  return { seq, eventId, cursor, open: open.map((row) => reminderFrame(row, cursor)) }
}

type Nullable<Row> = { [Key in keyof Row]: Row[Key] | null }

/** Makes the snapshot frames of an open set: as few as possible, each below MAX_FRAME_BYTES, the last one marked. */
export function snapshotFrames({ seq, cursor, open }: Omit<OpenSet, 'eventId'>): string[] {
  const envelope = JSON.stringify({ op: 'snapshot', part: 9_999, last: false, seq, cursor, open: [] }).length
  const parts: string[][] = [[]]
  let bytes = envelope
  for (const text of open) {
    const size = Buffer.byteLength(text) + 1
    if (bytes + size > MAX_FRAME_BYTES && parts.at(-1)?.length !== 0) {
      parts.push([])
      bytes = envelope
    }
    parts.at(-1)?.push(text)
    bytes += size
  }
  return parts.map((texts, index) => {
    const head = JSON.stringify({ op: 'snapshot', part: index + 1, last: index === parts.length - 1, seq, cursor })
    return `${head.slice(0, -1)},"open":[${texts.join(',')}]}`
  })
}
