import * as z from 'zod'
import {
  announcedOutcomeSchema,
  type ClosedFrame,
  type ReminderFrame,
  reminderFrameSchema,
  type SnapshotFrame,
} from '../../../shared/protocol/frames.ts'

/** `announced`: the highest `n` of this reminder that was announced here; 0 none yet. */
const openReminderSchema = z.object({ reminder: reminderFrameSchema, announced: z.int().min(0) })

/** That (id, n) was announced, and how it went; kept until it could be sent. */
const receiptSchema = z.object({ id: z.string(), n: z.int().min(1), outcome: announcedOutcomeSchema })

/** What a device knows of its store's log. A value: every function below returns a new one. */
export const inboxStateSchema = z.object({
  v: z.literal(1),
  /** Of the entry applied last; opaque. `null` asks for everything open. */
  cursor: z.string().min(1).max(200).nullable(),
  seq: z.int().min(0),
  /** How often a snapshot has replaced everything: `seq`s of different resets have nothing to do with each other. */
  resets: z.int().min(0),
  /** Everything nobody has answered, oldest first. */
  open: z.array(openReminderSchema),
  receipts: z.array(receiptSchema),
})

export type InboxState = Readonly<z.infer<typeof inboxStateSchema>>
export type OpenReminder = Readonly<z.infer<typeof openReminderSchema>>
export type Receipt = Readonly<z.infer<typeof receiptSchema>>
export type LogFrame = ReminderFrame | ClosedFrame
export type Snapshot = Pick<SnapshotFrame, 'seq' | 'cursor' | 'open'>

/** Receipts are evidence, not orders: of a long time offline the newest are enough. */
export const RECEIPTS_KEPT = 200

export const EMPTY_INBOX: InboxState = { v: 1, cursor: null, seq: 0, resets: 0, open: [], receipts: [] }

/** Applies the entry that follows `state.seq`. The caller has checked that it does (I5). */
export function applyEntry(state: InboxState, frame: LogFrame): InboxState {
  const open = 'type' in frame ? withReminder(state.open, frame) : state.open.filter((o) => o.reminder.id !== frame.id)
  return { ...state, cursor: frame.cursor, seq: frame.seq, open }
}

/** Replaces the open set by the server's, and keeps what we know of announcements already made (I6, I8). */
export function applySnapshot(state: InboxState, snapshot: Snapshot): InboxState {
  const open = snapshot.open.map((reminder) => reminded(find(state, reminder.id), reminder))
  return { ...state, cursor: snapshot.cursor, seq: snapshot.seq, resets: state.resets + 1, open }
}

/** Notes that (id, n) was announced, and the receipt in the same value, so that both are stored or neither. */
export function noteAnnounced(state: InboxState, receipt: Receipt): InboxState {
  return {
    ...state,
    open: state.open.map((o) =>
      o.reminder.id === receipt.id ? { ...o, announced: Math.max(o.announced, receipt.n) } : o,
    ),
    receipts: [...state.receipts, receipt].slice(-RECEIPTS_KEPT),
  }
}

export function find(state: InboxState, id: string): OpenReminder | undefined {
  return state.open.find((o) => o.reminder.id === id)
}

/** Open, and not announced at its present `n`. */
export function unannounced(state: InboxState): ReminderFrame[] {
  return state.open.filter((o) => o.reminder.n > o.announced).map((o) => o.reminder)
}

/** Open, and announced at its present `n`. */
export function told(state: InboxState): ReminderFrame[] {
  return state.open.filter((o) => o.reminder.n <= o.announced).map((o) => o.reminder)
}

function withReminder(open: InboxState['open'], reminder: ReminderFrame): InboxState['open'] {
  const at = open.findIndex((o) => o.reminder.id === reminder.id)
  return at < 0 ? [...open, reminded(undefined, reminder)] : open.with(at, reminded(open[at], reminder))
}

/**
 * A server that was restored from a backup counts `n` again from below: what we announced above it was another
 * history's, and must not silence what is to come.
 */
function reminded(before: OpenReminder | undefined, reminder: ReminderFrame): OpenReminder {
  return { reminder, announced: Math.min(before?.announced ?? 0, reminder.n) }
}
