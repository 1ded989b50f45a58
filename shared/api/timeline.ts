import * as z from 'zod'
import { mannerSchema } from '../protocol/manner.ts'
import { reminderKindSchema } from '../reminder.ts'

const milliseconds = z.int()
/** The longest time that one timeline covers, milliseconds. */
export const LONGEST_TIMELINE_MS = 24 * 60 * 60_000

/** The time of a timeline, both ends included. Left out: the latest ten minutes. */
export const timelineQuerySchema = z
  .object({ from: z.coerce.number().int().min(0).optional(), to: z.coerce.number().int().min(0).optional() })
  .refine(
    ({ from, to }) => from === undefined || to === undefined || (from <= to && to - from <= LONGEST_TIMELINE_MS),
    {
      path: ['to'],
      message: 'must not be earlier than from, nor later by more than a day',
    },
  )
export type TimelineQuery = z.infer<typeof timelineQuerySchema>

/**
 * One thing that happened. joined, left: a device. raised: a reminder began. announced, not_announced: a device told it,
 * or could not. told, not_told: a message to somebody outside. ended: a reminder was answered or is over.
 */
const momentKindSchema = z.enum(['joined', 'left', 'raised', 'announced', 'not_announced', 'told', 'not_told', 'ended'])

const momentSchema = z.object({
  at: milliseconds,
  what: momentKindSchema,
  /** The order's number, where it is about one. */
  order: z.string().optional(),
  kind: reminderKindSchema.optional(),
  /** The device's name. */
  device: z.string().optional(),
  /** The name of the contact who was told. */
  contact: z.string().optional(),
  channel: z.string().optional(),
  /** The announcement's number. */
  n: z.int().optional(),
  /** With `announced`: whether a voice spoke it, counted it among others, or it was only shown. */
  manner: mannerSchema.optional(),
  /** Why, how, or by whom: a word of ours, an outcome by part, or a name. */
  detail: z.string().optional(),
})

export const timelineSchema = z.object({
  from: milliseconds,
  to: milliseconds,
  /** The store's time zone, in which people read the times. */
  timezone: z.string(),
  /** The names of the devices that were connected at the beginning. */
  connected: z.array(z.string()),
  /** The orders that waited at the beginning: numbers, the oldest first. */
  waiting: z.array(z.string()),
  /** Oldest first, 2,000 at most. */
  moments: z.array(momentSchema),
  /** Whether more happened than is listed. */
  cut: z.boolean(),
})

export type Moment = z.infer<typeof momentSchema>
export type Timeline = z.infer<typeof timelineSchema>
