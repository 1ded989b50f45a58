import * as z from 'zod'
import { readIntakeSchema } from '../intake.ts'
import { type AnyActor, type AnyEnd, answeredBySchema } from '../reminder.ts'
import { type ControlFrame, controlFrameSchema, type ReminderFrame } from './frames.ts'
import { readReminderSchema } from './read-reminder.ts'

const [welcome, snapshot, closed, claimed, intake, synced, heartbeat, struck, error] = controlFrameSchema.options

const actorSchema = z
  .object({
    kind: z.enum([...answeredBySchema.shape.kind.options, 'other']).catch('other'),
    name: z.string().optional().catch(undefined),
    group: z.string().optional().catch(undefined),
  })
  .catch({ kind: 'other' }) satisfies z.ZodType<AnyActor>
const endSchema = z.enum([...closed.shape.state.options, 'closed']).catch('closed') satisfies z.ZodType<AnyEnd>

const faultsSchema = z.array(z.string().max(40)).max(20).optional().catch(undefined)

/** Reads every frame but a reminder from any server of version 1. One unreadable reminder never spoils a snapshot. */
export const readControlSchema: z.ZodType<ControlFrame> = z.discriminatedUnion('op', [
  welcome.extend({
    reason: z.string().optional().catch(undefined),
    faults: faultsSchema,
    store: welcome.shape.store.extend({ intake: readIntakeSchema.optional().catch(undefined) }),
  }),
  snapshot.extend({ open: z.array(z.unknown()) }).transform(({ open, ...frame }) => {
    const { seq, cursor } = frame
    const read = open.flatMap((item): ReminderFrame[] => {
      const parsed = readReminderSchema.safeParse(item)
      // A reminder without a sound position of its own takes the snapshot's.
      const placed = parsed.success ? parsed : readReminderSchema.safeParse({ ...Object(item), seq, cursor })
      return placed.success ? [placed.data] : []
    })
    const unread = open.length - read.length
    return { ...frame, open: read, ...(unread > 0 && { unread }) }
  }),
  closed.extend({
    state: endSchema,
    by: actorSchema,
    move: closed.shape.move.catch(undefined),
    reason: closed.shape.reason.catch(undefined),
    at: closed.shape.at.catch(0),
  }),
  claimed.extend({ at: claimed.shape.at.catch(0) }),
  intake.extend({ ...readIntakeSchema.shape, at: intake.shape.at.catch(0) }),
  synced,
  heartbeat.extend({ faults: faultsSchema }),
  struck,
  error,
])
