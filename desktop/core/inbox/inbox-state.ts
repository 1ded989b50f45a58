import * as z from 'zod'
import {
  announcedOutcomeSchema,
  type ClaimedFrame,
  type ClosedFrame,
  type IntakeFrame,
  type PassedEntry,
  type ReminderFrame,
  type SnapshotFrame,
} from '../../../shared/protocol/frames.ts'
import { readReminderSchema } from '../../../shared/protocol/read-reminder.ts'

/**
 * `announced`: the highest `n` of this reminder that was announced here; 0: none. `told`: whether this device has told it
 * in full; older clients stored nothing of it, and a second full telling costs little.
 */
const openReminderSchema = z.object({
  reminder: readReminderSchema,
  announced: z.int().min(0),
  told: z.literal(true).optional().catch(undefined),
})

/** The delivery receipt of (id, n), until it is sent. */
const receiptSchema = z.object({ id: z.string(), n: z.int().min(1), outcome: announcedOutcomeSchema })

const storedSchema = z.object({
  v: z.literal(1),
  /** The cursor of the entry applied last; opaque. `null` asks for a snapshot. */
  cursor: z.string().min(1).max(200).nullable(),
  seq: z.int().min(0),
  /** The number of snapshots so far: `seq`s of different resets have nothing to do with each other. */
  resets: z.int().min(0),
  open: z.array(z.unknown()),
  receipts: z.array(z.unknown()),
  /** Older clients stored none. */
  unread: z.int().min(0).catch(0),
})

/** A device's copy of its store's log. A value: every function below returns a new one. */
export type InboxState = Readonly<
  Omit<z.infer<typeof storedSchema>, 'open' | 'receipts'> & {
    /** The open reminders, oldest first. */
    open: OpenReminder[]
    receipts: Receipt[]
    /** The number of entries that could not be read since the last snapshot. */
    unread: number
  }
>
export type OpenReminder = Readonly<z.infer<typeof openReminderSchema>>
export type Receipt = Readonly<z.infer<typeof receiptSchema>>
/** An entry of the log. */
export type LogEntry = ReminderFrame | ClosedFrame | ClaimedFrame | IntakeFrame | PassedEntry
export type Snapshot = Pick<SnapshotFrame, 'seq' | 'cursor' | 'open' | 'unread'>

/** The most receipts that wait. They are evidence, not orders: of a long time offline the newest are enough. */
export const RECEIPTS_KEPT = 200

export const EMPTY_INBOX: InboxState = { v: 1, cursor: null, seq: 0, resets: 0, open: [], receipts: [], unread: 0 }

/**
 * Reads the state that an older or a newer client stored; an unreadable reminder does not spoil the rest. If any entry
 * was unread or unsure, `cursor` becomes null and asks for a snapshot, because this client may be newer.
 */
export const inboxStateSchema = storedSchema.transform((stored): InboxState => {
  const read = stored.open.map((item) => openReminderSchema.safeParse(item).data)
  const open = read.filter((item) => item !== undefined)
  const unsure = stored.open.some((item) => unsureSchema.safeParse(item).success)
  const anew = stored.unread > 0 || unsure || open.length < read.length
  return {
    ...stored,
    open,
    receipts: stored.receipts.flatMap((receipt) => receiptSchema.safeParse(receipt).data ?? []),
    cursor: anew ? null : stored.cursor,
  }
})
const unsureSchema = z.object({ reminder: z.object({ unsure: z.literal(true) }) })

/** Applies the entry that follows `state.seq`; the caller checks that it does (I5). */
export function applyEntry(state: InboxState, entry: LogEntry): InboxState {
  const { cursor, seq } = entry
  if ('passed' in entry)
    return { ...state, cursor, seq, unread: state.unread + (entry.passed === 'unreadable' ? 1 : 0) }
  return { ...state, cursor, seq, open: applied(state.open, entry) }
}

function applied(open: OpenReminder[], entry: Exclude<LogEntry, PassedEntry>): OpenReminder[] {
  if ('type' in entry) return withReminder(open, entry)
  if (entry.op === 'intake') return open
  const { id } = entry
  if (entry.op === 'closed') return open.filter((o) => o.reminder.id !== id)
  const { claimedBy } = entry
  return open.map((o) => (o.reminder.id === id ? { ...o, reminder: { ...o.reminder, claimedBy } } : o))
}

/** Replaces the open set by the snapshot's; announcements already made stay noted (I6, I8). */
export function applySnapshot(state: InboxState, snapshot: Snapshot): InboxState {
  const open = snapshot.open.map((reminder) => reminded(find(state, reminder.id), reminder, 0))
  const { cursor, seq, unread = 0 } = snapshot
  return { ...state, cursor, seq, resets: state.resets + 1, open, unread }
}

/** Notes that (id, n) was announced, with its receipt in the same value, so that both are stored or neither. */
export function noteAnnounced(state: InboxState, receipt: Receipt): InboxState {
  return {
    ...noteReceipt(state, receipt),
    open: state.open.map((o) =>
      o.reminder.id === receipt.id ? { ...o, announced: Math.max(o.announced, receipt.n) } : o,
    ),
  }
}

/** Adds a receipt that is no announcement. */
export function noteReceipt(state: InboxState, receipt: Receipt): InboxState {
  return { ...state, receipts: [...state.receipts, receipt].slice(-RECEIPTS_KEPT) }
}

/** Notes that this device has told a reminder in full. */
export function noteTold(state: InboxState, id: string): InboxState {
  return { ...state, open: state.open.map((o) => (o.reminder.id === id ? { ...o, told: true } : o)) }
}

/** Finds an open reminder. */
export function find(state: InboxState, id: string): OpenReminder | undefined {
  return state.open.find((o) => o.reminder.id === id)
}

/** Lists the open reminders that were not announced at their present `n`. */
export function unannounced(state: InboxState): ReminderFrame[] {
  return state.open.filter((o) => o.reminder.n > o.announced).map((o) => o.reminder)
}

/** Lists the open reminders that were announced at their present `n`. */
export function announcedOpen(state: InboxState): ReminderFrame[] {
  return state.open.filter((o) => o.reminder.n <= o.announced).map((o) => o.reminder)
}

function withReminder(open: InboxState['open'], reminder: ReminderFrame): InboxState['open'] {
  const at = open.findIndex((o) => o.reminder.id === reminder.id)
  return at < 0 ? [...open, reminded(undefined, reminder, 1)] : open.with(at, reminded(open[at], reminder, 1))
}

/**
 * Lowers `announced` to the reminder's `n`. A server that was restored from a backup counts `n` again from below, and a
 * higher `n` of the former history must not silence the announcements to come. A reminder without a readable `n` takes
 * that of before, and `more`: a repetition counts as one more announcement, a snapshot as none.
 */
function reminded(before: OpenReminder | undefined, reminder: ReminderFrame, more: 0 | 1): OpenReminder {
  const n = reminder.n || Math.max(1, (before?.reminder.n ?? 0) + more)
  return {
    reminder: { ...reminder, n },
    announced: Math.min(before?.announced ?? 0, n),
    ...(before?.told && { told: true }),
  }
}
