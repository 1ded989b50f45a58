import * as z from 'zod'
import {
  answeredBySchema,
  levelSchema,
  orderSummarySchema,
  reminderStateSchema,
  reminderTypeSchema,
} from '../reminder.ts'
import { PROTOCOL_VERSION } from './limits.ts'

/**
 * The frames of `reminder.v1`, JSON text. A number in `type` stands on reminders only, as the origin fixed it; every
 * other frame is named by `op`. Unknown fields are dropped, unknown `op`s ignored: that is how version 1 may grow.
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
  /** What the client calls itself, for logs and the operator's list of devices. */
  device: z.object({ app: text, version: text, platform: text }),
  cursor: cursor.nullable(),
})
const ack = z.object({ op: z.literal('ack'), seq })
/** "ok", or a word for why not (`no_voice`, `muted`, `focus_assist` …); a refusal by the system is an outcome. */
const outcome = z.string().regex(/^[a-z0-9_]{1,40}$/)
export const announcedOutcomeSchema = z.object({ speech: outcome, notification: outcome, dialog: outcome })
const announced = z.object({
  op: z.literal('announced'),
  id: text,
  n: z.int().min(1).max(1_000_000),
  outcome: announcedOutcomeSchema,
})
const sync = z.object({ op: z.literal('sync') })

export const clientFrameSchema = z.discriminatedUnion('op', [hello, ack, announced, sync])

// Server → client

const reminder = z.object({
  type: reminderTypeSchema,
  orderId: z.int(),
  content: z.string(),
  id: text,
  seq,
  cursor,
  /** How often this reminder has been announced, this time included: 1, 2, 3 … */
  n: z.int().min(1),
  level: levelSchema,
  /** When it was put on the log this time. */
  at: z.int(),
  order: orderSummarySchema,
})
const closed = z.object({
  op: z.literal('closed'),
  id: text,
  seq,
  cursor,
  state: reminderStateSchema.exclude(['open']),
  by: answeredBySchema,
  at: z.int(),
})
export const resetReasonSchema = z.enum(['no_cursor', 'epoch', 'unknown_event', 'cursor_ahead', 'pruned', 'backlog'])
const welcome = z.object({
  op: z.literal('welcome'),
  v: z.literal(PROTOCOL_VERSION),
  store: z.object({ id: text, name: z.string(), locale: z.string(), timezone: z.string() }),
  head: seq,
  resumed: z.boolean(),
  reason: resetReasonSchema.optional(),
  heartbeatMs: z.int().min(1),
  window: z.int().min(1),
  spreadMs: z.int().min(0),
  now: z.int(),
})
/** Everything open at `cursor`, in `part`s 1, 2 … until `last`. An entry is the reminder frame as last announced. */
const snapshot = z.object({
  op: z.literal('snapshot'),
  part: z.int().min(1),
  last: z.boolean(),
  seq,
  cursor,
  open: z.array(reminder),
})
const synced = z.object({ op: z.literal('synced'), head: seq })
const heartbeat = z.object({ op: z.literal('heartbeat'), head: seq, now: z.int() })
const error = z.object({ op: z.literal('error'), code: text, message: z.string(), retryMs: z.int().min(0).optional() })

export const controlFrameSchema = z.discriminatedUnion('op', [welcome, snapshot, closed, synced, heartbeat, error])
export const reminderFrameSchema = reminder

export type ClientFrame = z.infer<typeof clientFrameSchema>
export type Hello = z.infer<typeof hello>
export type AnnouncedOutcome = z.infer<typeof announcedOutcomeSchema>
export type ReminderFrame = z.infer<typeof reminder>
export type ClosedFrame = z.infer<typeof closed>
export type ControlFrame = z.infer<typeof controlFrameSchema>
export type WelcomeFrame = z.infer<typeof welcome>
export type SnapshotFrame = z.infer<typeof snapshot>
export type ServerFrame = ReminderFrame | ControlFrame
export type ResetReason = z.infer<typeof resetReasonSchema>
