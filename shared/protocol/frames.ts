import * as z from 'zod'
import { intakeSchema, type ReadIntake } from '../intake.ts'
import {
  type AnyActor,
  type AnyEnd,
  answeredBySchema,
  answerMoveSchema,
  type FrameOrder,
  levelSchema,
  orderSummarySchema,
  reminderStateSchema,
  reminderTypeSchema,
} from '../reminder.ts'
import { struckSchema } from '../struck.ts'
import { capabilitiesSchema } from './capabilities.ts'
import { PROTOCOL_VERSION } from './limits.ts'

/**
 * The frames of `reminder.v1`, JSON text, as this version writes them. A number in `type` stands on reminders only, as
 * the origin fixed it; every other frame is named by `op`.
 *
 * How version 1 grows. A server may add: a field to any object; an `op`; a value to `type`, `level`, `state`,
 * `by.kind`, `currency`, `fulfilment`, `payment`, `reason`, `code`, `faults`. It never removes a field, changes the JSON type or the unit of
 * one, or gives another meaning to a value: that is `reminder.v2`. A reminder of a new kind must carry `id`, `seq` and
 * `cursor`; its other fields, `order` included, may be missing. `seq` and `cursor` together at the top of a frame
 * (other than `snapshot`) say that it is an entry of the log. A new `op` on the log must be harmless to miss: whatever
 * a human has to know comes as a `type`, and whatever ends a reminder comes as `closed`.
 *
 * How a client reads (parse-frame.ts):
 * - an unknown field is dropped; an unknown `op` is ignored, and on the log its position is taken;
 * - an unknown `type` is announced as a plain 提醒 with its `content`, and answered by 知道了;
 * - an unknown `level` is the highest; an unknown `closed.state` means closed; an unknown `by.kind` is shown as
 *   `by.name`; an unknown `currency`, `fulfilment` or `payment` is shown as its code; an unknown `reason` or fault is kept as text;
 * - a reminder with a sound `id`, `seq` and `cursor` always rings: fields that cannot be read are left out, and the
 *   screen says so;
 * - an entry without a sound `id`, but with `seq` and `cursor`, is passed over: its position is taken, so that the same
 *   entry does not come again for ever, and the client says on the screen and aloud that it is too old for it. At its
 *   next start it asks for a snapshot, so that an updated client reads the entry after all;
 * - a frame that is not JSON, has neither `type` nor `op`, or an unreadable one without a position is bad, and ends the
 *   connection.
 *
 * The server parses a client's frames strictly; {@link CAPABILITIES} in `hello.can` list the values that a client
 * reads.
 */

const seq = z.int().min(0)
const text = z.string().max(200)
/** Opaque resume token: only the server looks inside. */
const cursor = z.string().min(1).max(200)

// Client → server

const hello = z.object({
  op: z.literal('hello'),
  v: z.int(),
  token: z.string().min(1).max(200),
  /** The client's own name, for logs and the operator's list of devices. */
  device: z.object({ app: text, version: text, platform: text }),
  cursor: cursor.nullable(),
  /** Absent in the first clients. */
  can: capabilitiesSchema.optional(),
})
const ack = z.object({ op: z.literal('ack'), seq })
/** The outcome: `ok`, or the reason of the failure (`no_voice`, `muted`, `focus_assist` …). */
const outcome = z.string().regex(/^[a-z0-9_]{1,40}$/)
/** `print` may come later than the rest, in a report of its own whose three other words are `none`. */
export const announcedOutcomeSchema = z.object({
  speech: outcome,
  notification: outcome,
  dialog: outcome,
  print: outcome.optional(),
  /** {@link COUNTED}: the voice said several reminders in one sentence. Left out: this one in words of its own. */
  words: outcome.optional(),
})
const announced = z.object({
  op: z.literal('announced'),
  id: text,
  n: z.int().min(1).max(1_000_000),
  outcome: announcedOutcomeSchema,
})
const sync = z.object({ op: z.literal('sync') })

export const clientFrameSchema = z.discriminatedUnion('op', [hello, ack, announced, sync])

// Server → client

/** The contact outside who sees to a reminder, and until when nobody else outside is told of it, milliseconds since 1970. */
export const claimedBySchema = z.object({ name: z.string(), until: z.int() })
export type ClaimedBy = z.infer<typeof claimedBySchema>

const reminder = z.object({
  type: reminderTypeSchema,
  orderId: z.int(),
  content: z.string(),
  id: text,
  seq,
  cursor,
  /** The number of announcements of this reminder, this one included: 1, 2, 3 … */
  n: z.int().min(1),
  level: levelSchema,
  /** When this announcement was put on the log, milliseconds since 1970. */
  at: z.int(),
  /** Present when the store's limit for accepting the order had passed at `at`. */
  overdue: z.literal(true).optional(),
  /** Present while somebody outside sees to it. It rings on. */
  claimedBy: claimedBySchema.optional(),
  order: orderSummarySchema,
})
const closed = z.object({
  op: z.literal('closed'),
  id: text,
  seq,
  cursor,
  state: reminderStateSchema.exclude(['open']),
  by: answeredBySchema,
  /** The move that ended it; absent with `expired`, and from older servers. */
  move: answerMoveSchema.optional(),
  /** With `reject` and `cancel`: why, shortened. A person's own words. */
  reason: z.string().optional(),
  at: z.int(),
})
/** Somebody outside sees to an open reminder (我来处理). It rings on; to miss this is harmless. */
const claimed = z.object({ op: z.literal('claimed'), id: text, seq, cursor, claimedBy: claimedBySchema, at: z.int() })
/**
 * Whether the store takes orders: as it is from here on. Entries of a catch-up may be older than what `welcome` told: the
 * larger `seq` is the newer. To miss this is harmless: whatever is paid rings.
 */
const intake = intakeSchema.extend({ op: z.literal('intake'), cursor, at: z.int() })
export const resetReasonSchema = z.enum(['no_cursor', 'epoch', 'unknown_event', 'cursor_ahead', 'pruned', 'backlog'])
/**
 * Faults of the server that a human at a device should know of. clock_wrong: its wall clock differs from times that
 * payment providers sign, so payments may be refused; clock_jumped: it was set, or the machine slept, a while ago.
 */
export const serverFaultSchema = z.enum(['clock_wrong', 'clock_jumped'])
const faults = z.array(serverFaultSchema).optional()
const welcome = z.object({
  op: z.literal('welcome'),
  v: z.literal(PROTOCOL_VERSION),
  store: z.object({
    id: text,
    name: z.string(),
    locale: z.string(),
    timezone: z.string(),
    /** Whether anybody outside of the shop is told when nobody answers. Absent from older servers. */
    tells: z.boolean().optional(),
    /** Whether the store takes orders. Absent from older servers, which cannot be told otherwise. */
    intake: intakeSchema.optional(),
  }),
  head: seq,
  resumed: z.boolean(),
  reason: resetReasonSchema.optional(),
  heartbeatMs: z.int().min(1),
  window: z.int().min(1),
  spreadMs: z.int().min(0),
  now: z.int(),
  faults,
})
/** The open reminders at `cursor`, as last announced, in `part`s 1, 2 … until `last`. */
const snapshot = z.object({
  op: z.literal('snapshot'),
  part: z.int().min(1),
  last: z.boolean(),
  seq,
  cursor,
  open: z.array(reminder),
})
const synced = z.object({ op: z.literal('synced'), head: seq })
const heartbeat = z.object({ op: z.literal('heartbeat'), head: seq, now: z.int(), faults })
/**
 * All that is struck off of an order. No entry of the log and no reminder: it may get lost, nothing rings for it, and the
 * order as REST tells it says the same. Only for clients with the capability `struck`.
 */
const struck = struckSchema.extend({ op: z.literal('struck'), orderId: z.int() })
const error = z.object({ op: z.literal('error'), code: text, message: z.string(), retryMs: z.int().min(0).optional() })

export const controlFrameSchema = z.discriminatedUnion('op', [
  welcome,
  snapshot,
  closed,
  claimed,
  intake,
  synced,
  heartbeat,
  struck,
  error,
])
export const reminderFrameSchema = reminder
/** The frames that a server of this version may write, and no others. */
export const serverFrameSchema = z.union([reminder, controlFrameSchema])
/** The position of an entry on the log. */
export const positionSchema = z.object({ seq, cursor })

export type ClientFrame = z.infer<typeof clientFrameSchema>
export type Hello = z.infer<typeof hello>
export type AnnouncedOutcome = z.infer<typeof announcedOutcomeSchema>
export type ResetReason = z.infer<typeof resetReasonSchema>
export type ServerFault = z.infer<typeof serverFaultSchema>

// The frames as a client reads them, also from a newer server.

export type ReminderFrame = Omit<z.infer<typeof reminder>, 'type' | 'order'> & {
  /** {@link REMINDER_TYPE}, or an unknown number. */
  type: number
  order: FrameOrder
  /** Present when this client could not read its kind, or a part of it. */
  unsure?: true
}
export type ClosedFrame = Omit<z.infer<typeof closed>, 'state' | 'by'> & { state: AnyEnd; by: AnyActor }
export type ClaimedFrame = z.infer<typeof claimed>
export type IntakeFrame = Omit<z.infer<typeof intake>, keyof ReadIntake> & ReadIntake
/** `faults`: of {@link ServerFault}, or unknown ones. */
type Faults = { faults?: string[] | undefined }
export type WelcomeFrame = Omit<z.infer<typeof welcome>, 'reason' | 'faults' | 'store'> &
  Faults & {
    reason?: string | undefined
    store: Omit<z.infer<typeof welcome>['store'], 'intake'> & { intake?: ReadIntake | undefined }
  }
export type HeartbeatFrame = Omit<z.infer<typeof heartbeat>, 'faults'> & Faults
export type SnapshotFrame = Omit<z.infer<typeof snapshot>, 'open'> & {
  open: ReminderFrame[]
  /** The number of reminders that had no sound `id` and were left out. */
  unread?: number
}
export type StruckFrame = z.infer<typeof struck>
export type ControlFrame =
  | WelcomeFrame
  | SnapshotFrame
  | ClosedFrame
  | ClaimedFrame
  | IntakeFrame
  | z.infer<typeof synced>
  | HeartbeatFrame
  | StruckFrame
  | z.infer<typeof error>
export type ServerFrame = ReminderFrame | ControlFrame
/** An entry of the log that a client cannot read: it takes the position alone. */
export interface PassedEntry {
  /** unknown_op: a newer server's, harmless to miss. unreadable: a human may have had to know it. */
  passed: 'unknown_op' | 'unreadable'
  seq: number
  cursor: string
  /** The `op`, or the fault; quotes no content. */
  about: string
}
